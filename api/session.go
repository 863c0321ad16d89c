package api

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gin-gonic/gin"

	"binaan/data"
	"binaan/geo/vector"
	"binaan/planner"
)

// login tells by a cookie who is logged in. The cookie holds a random token,
// PostgreSQL what it stands for.
type login struct {
	store  *data.Store
	cookie http.Cookie // without its value
}

func newLogin(store *data.Store, config Config) *login {
	name := "binaan"
	if config.Secure {
		name = "__Host-binaan"
	}
	return &login{store, http.Cookie{Name: name, Path: "/", Secure: config.Secure, HttpOnly: true, SameSite: http.SameSiteStrictMode}}
}

// load puts who is logged in into the request's context. Every request counts as
// a sign of life.
func (l *login) load(c *gin.Context) {
	ctx := context.WithValue(c.Request.Context(), visitKey{}, visit{address: address(c), browser: planner.Seen(strings.ToValidUTF8(c.Request.UserAgent(), "?"))})
	if cookie, err := c.Request.Cookie(l.cookie.Name); err == nil {
		a, id, err := l.store.SessionAccount(ctx, cookie.Value)
		if err != nil && !errors.Is(err, data.ErrNotFound) {
			abort(c, err)
			return
		}
		if err == nil {
			ctx = context.WithValue(ctx, sessionKey{}, session{id, cookie.Value, a})
		}
	}
	c.Request = c.Request.WithContext(ctx)
	c.Next()
}

type (
	sessionKey struct{}
	visitKey   struct{}
)

// session is what a request's cookie stands for.
type session struct {
	id      data.SessionID
	token   string
	account data.Account
}

// visit is where a request came from.
type visit struct{ address, browser string }

// address is where a request came from: the peer, or what a trusted proxy says of
// it. A household's IPv6 addresses are one, since it has 2^64 of them.
func address(c *gin.Context) string {
	ip, err := netip.ParseAddr(c.ClientIP())
	if err != nil {
		return c.ClientIP()
	}
	if ip = ip.Unmap(); ip.Is6() {
		return netip.PrefixFrom(ip, 64).Masked().String()
	}
	return ip.String()
}

// who is the account of a request; errLogin without one.
func who(ctx context.Context) (data.Account, error) {
	in, ok := ctx.Value(sessionKey{}).(session)
	if !ok {
		return data.Account{}, errLogin
	}
	return in.account, nil
}

// Account is the answer to who one is.
type Account struct {
	data.Account
	Language string `json:"language"` // of the sentences in errors: id or en
	MustTOTP bool   `json:"mustTotp"` // nothing is served before a second factor is set up
}

type loginInput struct {
	Body struct {
		Login    string `json:"login" minLength:"1" maxLength:"64"`
		Password secret `json:"password" minLength:"1" maxLength:"256"`
		Code     string `json:"code,omitempty" maxLength:"32" doc:"Of the authenticator, or a recovery code; asked for by a refusal of type urn:binaan:code"`
	}
}

type accountOutput struct {
	Cookie string `header:"Set-Cookie"`
	Body   Account
}

// logIn begins a session of its own; one that the browser had before ends.
func (s *server) logIn(ctx context.Context, in *loginInput) (*accountOutput, error) {
	from, _ := ctx.Value(visitKey{}).(visit)
	a, err := s.store.Login(ctx, data.Credentials{Login: in.Body.Login, Password: string(in.Body.Password), Code: in.Body.Code, Address: from.address})
	if errors.Is(err, data.ErrNotFound) {
		return nil, errPassword
	}
	if err != nil {
		return nil, err
	}
	if before, ok := ctx.Value(sessionKey{}).(session); ok {
		if err := s.store.EndSession(ctx, before.token); err != nil {
			return nil, err
		}
	}
	token, err := s.store.BeginSession(ctx, a.ID, from.address, from.browser)
	if err != nil {
		return nil, err
	}
	out := s.answer(ctx, a)
	out.Cookie = s.login.named(token, data.SessionMost)
	return out, nil
}

func (s *server) session(ctx context.Context, _ *struct{}) (*accountOutput, error) {
	a, err := who(ctx)
	if err != nil {
		return nil, err
	}
	return s.answer(ctx, a), nil
}

// answer tells who is logged in.
func (s *server) answer(ctx context.Context, a data.Account) *accountOutput {
	out := &accountOutput{Body: Account{Account: a, Language: "id", MustTOTP: s.mustTOTP(a)}}
	if english(ctx) {
		out.Body.Language = "en"
	}
	return out
}

// named is the cookie that holds a token; a lifetime of -1 takes it away.
func (l *login) named(token string, lifetime time.Duration) string {
	c := l.cookie
	c.Value, c.MaxAge = token, int(lifetime.Seconds())
	if lifetime < 0 {
		c.MaxAge = -1
	}
	return c.String()
}

type loggedOut struct {
	Cookie string `header:"Set-Cookie"`
	Clear  string `header:"Clear-Site-Data"`
}

func (s *server) logOut(ctx context.Context, _ *struct{}) (*loggedOut, error) {
	in, ok := ctx.Value(sessionKey{}).(session)
	if !ok {
		return nil, errLogin
	}
	if err := s.store.EndSession(ctx, in.token); err != nil {
		return nil, err
	}
	return &loggedOut{Cookie: s.login.named("", -1), Clear: `"cache"`}, nil
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
	phone     = roles{data.Supervisor, data.KaderRole} // who brings what phones recorded
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

// mustTOTP holds for who has yet to set up the second factor that their role needs.
func (s *server) mustTOTP(a data.Account) bool {
	switch a.Role {
	case data.Admin, data.Manager:
		return s.config.TOTP && !a.TOTP
	case data.Officer, data.Supervisor:
		return s.config.TOTP && s.config.AllTOTP && !a.TOTP
	case data.KaderRole: // has the phone, and its PIN
	}
	return false
}

// allow is what stands before all that shows or changes something.
func (s *server) allow(ctx context.Context, may roles) error {
	if err := may.allow(ctx); err != nil {
		return err
	}
	a, err := who(ctx)
	switch {
	case err != nil: // of what is open to anybody
		return nil
	case a.MustPassword:
		return errMustRenew
	case s.mustTOTP(a):
		return errMustTOTP
	}
	return nil
}

// threshold is what one may do before the password is one's own and a second factor
// is set up.
func threshold(path string) bool {
	for _, open := range []string{"/api/v1/session", "/api/v1/account/totp", "/api/v1/account/password"} {
		if strings.HasPrefix(path, open) {
			return true
		}
	}
	return false
}

// admit turns away who may not call an operation, or whose branch it is not,
// before anything else of the request is read.
func (s *server) admit(may roles) func(huma.Context, func(huma.Context)) {
	return func(c huma.Context, next func(huma.Context)) {
		err := may.allow(c.Context())
		if err == nil && !threshold(c.Operation().Path) {
			err = s.allow(c.Context(), may)
		}
		if err == nil && strings.Contains(c.Operation().Path, "{branch}") {
			_, err = s.branch(c.Context(), BranchPath{c.Param("branch")})
		}
		if err != nil {
			if a, stranger := who(c.Context()); stranger == nil {
				slog.WarnContext(c.Context(), "refused", "account", a.ID, "operation", c.Operation().OperationID, "why", err.Error())
			}
			refuse(c, err)
			return
		}
		next(c)
	}
}

// told are the errors that any operation may answer with.
var told = []int{400, 401, 403, 404, 409, 422, 429, 500, 503}

// errorsOf are those of an operation, besides told those that few answer with.
func errorsOf(method, id string) []int {
	all := slices.Clone(told)
	if method == http.MethodPost || method == http.MethodPut {
		all = append(all, http.StatusRequestEntityTooLarge)
	}
	if id == "enter-by-device" {
		all = append(all, http.StatusGone)
	}
	return all
}

// admitted is what happens to requests of an operation before they are read.
func (s *server) admitted(id string, may roles) huma.Middlewares {
	all := huma.Middlewares{s.admit(may)}
	switch id {
	case "send-events":
		all = append(all, markBroken)
	case "import-territory-draft":
		all = append(all, s.fewMaps)
	}
	return all
}

// wide are operations that take more than a megabyte, which may take longer to send.
var wide = map[string]int64{"import-territory-draft": vector.MostBytes}

// register adds an operation to the API for some roles; its errors are told by
// the one table.
func register[I, O any](s *server, method, path, id, summary string, may roles, do func(context.Context, *I) (*O, error)) {
	op := huma.Operation{
		Method: method, Path: "/api/v1" + path, OperationID: id, Summary: summary, Middlewares: s.admitted(id, may),
		MaxBodyBytes: 1 << 20, // huma's own only limits bodies that it decodes
		Errors:       errorsOf(method, id),
	}
	if most := wide[id]; most > 0 {
		op.MaxBodyBytes, op.BodyReadTimeout = most, s.config.UploadTime
	}
	if method == http.MethodPost && path != "/session" {
		op.DefaultStatus = http.StatusOK
	}
	huma.Register(s.api, op, func(ctx context.Context, in *I) (*O, error) {
		out, err := do(ctx, in)
		if told := huma.StatusError(nil); errors.As(err, &told) { // 304
			return nil, err
		}
		if err != nil {
			told := explain(ctx, err)
			return nil, huma.ErrorWithHeaders(told, later(told.Status))
		}
		return out, nil
	})
}
