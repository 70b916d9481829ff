package main

import (
	"go/ast"
	"go/token"
	"testing"
)

func TestLayoutComments(t *testing.T) {
	for dir, files := range sources(t) {
		documented, code := false, false
		for _, s := range files {
			if s.test {
				continue
			}
			code = true
			documented = documented || s.file.Doc.Text() != ""
			for _, d := range s.file.Decls {
				undocumented(t, s, d)
			}
		}
		if code && !documented {
			t.Errorf("package %s has no comment that says what it is for", dir)
		}
	}
}

// undocumented tells of exported names of a declaration without a comment.
func undocumented(t *testing.T, s sourceFile, d ast.Decl) {
	t.Helper()
	bare := func(name *ast.Ident, docs ...*ast.CommentGroup) {
		for _, doc := range docs {
			if doc.Text() != "" {
				return
			}
		}
		if name.IsExported() {
			t.Errorf("%s:%d: %s has no comment", s.name, s.at(name), name.Name)
		}
	}
	switch d := d.(type) {
	case *ast.FuncDecl:
		if d.Recv == nil || exportedReceiver(d.Recv.List[0].Type) {
			bare(d.Name, d.Doc)
		}
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			switch spec := spec.(type) {
			case *ast.TypeSpec:
				bare(spec.Name, d.Doc, spec.Doc, spec.Comment)
			case *ast.ValueSpec:
				for _, name := range spec.Names {
					bare(name, d.Doc, spec.Doc, spec.Comment)
				}
			}
		}
	}
}

func exportedReceiver(e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.StarExpr:
		return exportedReceiver(e.X)
	case *ast.IndexExpr:
		return exportedReceiver(e.X)
	case *ast.Ident:
		return e.IsExported()
	}
	return false
}

// TestLayoutVariables finds package variables that change: assigned in a
// function, or of a type that is made to change.
func TestLayoutVariables(t *testing.T) {
	for _, files := range sources(t) {
		vars := map[string]*ast.ValueSpec{}
		for _, s := range files {
			for _, spec := range packageVars(s.file) {
				for _, name := range spec.Names {
					if name.Name != "_" {
						vars[name.Name] = spec
					}
				}
				if made := selector(spec.Type); made == "sync" || made == "atomic" {
					t.Errorf("%s:%d: a package variable of package %s changes", s.name, s.at(spec), made)
				}
			}
		}
		for _, s := range files {
			ast.Inspect(s.file, func(n ast.Node) bool {
				for _, target := range assigned(n) {
					if id := root(target); id != nil && vars[id.Name] != nil && (id.Obj == nil || id.Obj.Decl == vars[id.Name]) {
						t.Errorf("%s:%d: package variable %s changes", s.name, s.at(n), id.Name)
					}
				}
				return true
			})
		}
	}
}

func packageVars(f *ast.File) (out []*ast.ValueSpec) {
	for _, d := range f.Decls {
		if g, ok := d.(*ast.GenDecl); ok && g.Tok == token.VAR {
			for _, spec := range g.Specs {
				out = append(out, spec.(*ast.ValueSpec))
			}
		}
	}
	return out
}

func selector(e ast.Expr) string {
	if s, ok := e.(*ast.SelectorExpr); ok {
		if id, ok := s.X.(*ast.Ident); ok {
			return id.Name
		}
	}
	return ""
}

// assigned gives what a statement assigns to.
func assigned(n ast.Node) []ast.Expr {
	switch n := n.(type) {
	case *ast.AssignStmt:
		if n.Tok != token.DEFINE {
			return n.Lhs
		}
	case *ast.IncDecStmt:
		return []ast.Expr{n.X}
	case *ast.RangeStmt:
		if n.Tok == token.ASSIGN {
			return []ast.Expr{n.Key, n.Value}
		}
	}
	return nil
}

// root is the variable that a target lies in.
func root(e ast.Expr) *ast.Ident {
	switch e := e.(type) {
	case *ast.Ident:
		return e
	case *ast.SelectorExpr:
		return root(e.X)
	case *ast.IndexExpr:
		return root(e.X)
	case *ast.StarExpr:
		return root(e.X)
	case *ast.ParenExpr:
		return root(e.X)
	}
	return nil
}
