package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// unguarded names the goroutines of a package whose panic would end the program: those
// that neither recover, nor do their work in data.Calmly, nor call a function of the
// package that does.
func unguarded(fset *token.FileSet, files []*ast.File) (places []string) {
	guards := map[string]bool{} // functions of the package
	for _, f := range files {
		for _, d := range f.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && fn.Body != nil && catches(fn.Body, nil) {
				guards[fn.Name.Name] = true
			}
		}
	}
	for _, f := range files {
		ast.Inspect(f, func(n ast.Node) bool {
			if g, ok := n.(*ast.GoStmt); ok && !catches(g.Call, guards) {
				places = append(places, fset.Position(g.Pos()).String())
			}
			return true
		})
	}
	return places
}

// catches tells whether code recovers, or calls what does.
func catches(code ast.Node, guards map[string]bool) (does bool) {
	ast.Inspect(code, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok {
			name := ""
			switch f := call.Fun.(type) {
			case *ast.Ident:
				name = f.Name
			case *ast.SelectorExpr:
				name = f.Sel.Name
			}
			does = does || name == "recover" || name == "Calmly" || guards[name]
		}
		return !does
	})
	return does
}

func TestNoGoroutineTakesTheProgramDown(t *testing.T) {
	fset, packages, found := token.NewFileSet(), map[string][]*ast.File{}, 0
	for _, path := range sources(t) {
		f, err := parser.ParseFile(fset, path, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			if _, ok := n.(*ast.GoStmt); ok {
				found++
			}
			return true
		})
		packages[filepath.Dir(path)] = append(packages[filepath.Dir(path)], f)
	}
	if found < 10 {
		t.Fatalf("only %d goroutines were found", found)
	}
	for _, files := range packages {
		for _, place := range unguarded(fset, files) {
			t.Errorf("%s: a panic there would end the program: recover, or use data.Calmly", place)
		}
	}
}

func TestAGoroutineWithoutGuardIsFound(t *testing.T) {
	const text = `package p
func a() { go func() { work() }() }
func b() { go work() }
func c() { go func() { defer func() { _ = recover() }(); work() }() }
func d() { go func() { ends <- data.Calmly(work) }() }
func e() { go safe() }
func safe() { defer func() { recover() }(); work() }
func work() {}
`
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "p.go", text, 0)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := unguarded(fset, []*ast.File{f}), []string{"p.go:2:12", "p.go:3:12"}; !slices.Equal(got, want) {
		t.Errorf("found %s, want %s", strings.Join(got, " "), strings.Join(want, " "))
	}
}
