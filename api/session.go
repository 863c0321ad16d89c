package api

import (
	"context"
	"errors"
	"net"
	"net/http"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/danielgtaylor/huma/v2"
	"github.com/gin-gonic/gin"

	"binaan/data"
)

// login keeps who is logged in: a cookie holds a random token, PostgreSQL what
// it stands for.
type login struct {
	store    *data.Store
	sessions *scs.SessionManager
}

const accountOfSession = "account"

func newLogin(store *data.Store, config Config) *login {
	m := scs.New()
	m.Store = store.Sessions()
	m.Lifetime, m.IdleTimeout = 12*time.Hour, 30*time.Minute
	m.Cookie.Name = "binaan"
	if config.Secure {
		m.Cookie.Name = "__Host-binaan"
	}
	m.Cookie.Secure, m.Cookie.HttpOnly, m.Cookie.SameSite, m.Cookie.Path = config.Secure, true, http.SameSiteStrictMode, "/"
	return &login{store, m}
}

// load puts the session into the request's context and, if it changed, the
// cookie into the answer before the answer's first byte.
func (l *login) load(c *gin.Context) {
	token := ""
	if cookie, err := c.Request.Cookie(l.sessions.Cookie.Name); err == nil {
		token = cookie.Value
	}
	ctx, err := l.sessions.Load(c.Request.Context(), token)
	if err != nil {
		abort(c, err)
		return
	}
	ctx = context.WithValue(ctx, addressKey{}, address(c.Request))
	if id := l.sessions.GetInt64(ctx, accountOfSession); id != 0 {
		who, err := l.store.Account(ctx, id)
		if err != nil && !errors.Is(err, data.ErrNotFound) {
			abort(c, err)
			return
		}
		if err == nil {
			ctx = context.WithValue(ctx, accountKey{}, who)
		}
	}
	c.Request = c.Request.WithContext(ctx)
	c.Next()
}

type (
	accountKey struct{}
	addressKey struct{}
)

func address(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}

// who is the account of a request; errLogin without one.
func who(ctx context.Context) (data.Account, error) {
	a, ok := ctx.Value(accountKey{}).(data.Account)
	if !ok {
		return a, errLogin
	}
	return a, nil
}

// Account is the answer to who one is.
type Account struct {
	data.Account
	Language string `json:"language"` // of the sentences in errors: id or en
}

type loginInput struct {
	Body struct {
		Login    string `json:"login" minLength:"1" maxLength:"64"`
		Password string `json:"password" minLength:"1" maxLength:"256"`
	}
}

type accountOutput struct {
	Cookie string `header:"Set-Cookie"`
	Body   Account
}

func (s *server) logIn(ctx context.Context, in *loginInput) (*accountOutput, error) {
	from, _ := ctx.Value(addressKey{}).(string)
	a, err := s.store.Login(ctx, in.Body.Login, in.Body.Password, from)
	if errors.Is(err, data.ErrNotFound) {
		return nil, errPassword
	}
	if err != nil {
		return nil, err
	}
	if err := s.login.sessions.RenewToken(ctx); err != nil {
		return nil, err
	}
	s.login.sessions.Put(ctx, accountOfSession, a.ID)
	return s.answer(ctx, a)
}

func (s *server) session(ctx context.Context, _ *struct{}) (*accountOutput, error) {
	a, err := who(ctx)
	if err != nil {
		return nil, err
	}
	return s.answer(ctx, a)
}

// answer commits the session, which prolongs it, and tells who is logged in.
func (s *server) answer(ctx context.Context, a data.Account) (*accountOutput, error) {
	token, expiry, err := s.login.sessions.Commit(ctx)
	if err != nil {
		return nil, err
	}
	out := &accountOutput{Cookie: s.login.cookie(token, expiry), Body: Account{Account: a, Language: "id"}}
	if english(ctx) {
		out.Body.Language = "en"
	}
	return out, nil
}

func (l *login) cookie(token string, expiry time.Time) string {
	c := l.sessions.Cookie
	return (&http.Cookie{
		Name: c.Name, Value: token, Path: c.Path, Expires: expiry, Secure: c.Secure, HttpOnly: c.HttpOnly, SameSite: c.SameSite,
	}).String()
}

type loggedOut struct {
	Cookie string `header:"Set-Cookie"`
	Clear  string `header:"Clear-Site-Data"`
}

func (s *server) logOut(ctx context.Context, _ *struct{}) (*loggedOut, error) {
	if err := s.login.sessions.Destroy(ctx); err != nil {
		return nil, err
	}
	return &loggedOut{Cookie: s.login.cookie("", time.Unix(1, 0)), Clear: `"cache"`}, nil
}

// roles are those who may call an operation.
type roles []data.Role

var (
	anybody   = roles(nil) // even without a session
	everyone  = roles{data.Admin, data.Officer, data.Supervisor, data.KaderRole, data.Manager}
	office    = roles{data.Admin, data.Officer, data.Supervisor, data.Manager}
	household = roles{data.Admin, data.Officer, data.Supervisor} // who may see households and fine cells
	officer   = roles{data.Admin, data.Officer}
	admin     = roles{data.Admin}
	kader     = roles{data.KaderRole}
)

// allow reports errLogin or errForbidden unless the request's account has one of
// the roles.
func (r roles) allow(ctx context.Context) error {
	if r == nil {
		return nil
	}
	a, err := who(ctx)
	if err != nil {
		return err
	}
	if !r.hold(a) {
		return errForbidden
	}
	return nil
}

func (r roles) hold(a data.Account) bool {
	for _, role := range r {
		if role == a.Role {
			return true
		}
	}
	return false
}

// register adds an operation to the API for some roles; its errors are told by
// the one table.
func register[I, O any](s *server, method, path, id, summary string, may roles, do func(context.Context, *I) (*O, error)) {
	op := huma.Operation{Method: method, Path: "/api/v1" + path, OperationID: id, Summary: summary, Errors: []int{400, 401, 403, 404, 409, 422, 429, 500}}
	if method == http.MethodPost && path != "/session" {
		op.DefaultStatus = http.StatusOK
	}
	huma.Register(s.api, op, func(ctx context.Context, in *I) (*O, error) {
		if err := may.allow(ctx); err != nil {
			return nil, explain(ctx, err)
		}
		out, err := do(ctx, in)
		if told := huma.StatusError(nil); errors.As(err, &told) { // 304
			return nil, err
		}
		if err != nil {
			return nil, explain(ctx, err)
		}
		return out, nil
	})
}
