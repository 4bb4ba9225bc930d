package catalogue

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"text/template/parse"
)

// Bare returns what a text may say without an argument: {{currency}} is the name
// of what money is counted in, {{voters}} is who votes, {{Voters}} the same at
// the beginning of a sentence.
func Bare() []string { return []string{"currency", "voters", "Voters"} }

// Funcs returns, for each function a text may call on an argument, the kind it
// takes.
func Funcs() map[string]Kind {
	return map[string]Kind{
		"money": Money,
		"date":  Time, "dateyear": Time, "clock": Time, "datetime": Time,
		"span": Duration,
		"t":    Msg,
		"join": Msgs, "lines": Msgs,
	}
}

// bare reports whether an argument of the kind is written without a function.
func bare(k Kind) bool {
	return slices.Contains([]Kind{Text, Int, Count, Name, Percent}, k)
}

// conditional reports whether an argument of the kind may stand in an if.
func conditional(k Kind) bool {
	return slices.Contains([]Kind{Text, Int, Count, Money, Name, Msg, Msgs}, k)
}

func comparisons() []string {
	return []string{"eq", "ne", "lt", "le", "gt", "ge", "and", "or", "not"}
}

// Examine parses a text and returns the fields it uses and its literal parts:
// the whole with a stand-in for each argument, and the same for every branch.
// It refuses what the renderer could not do: unknown arguments, an argument
// given to a function of another kind, loops, variables.
func Examine(text string, args []Arg) (fields, literal []string, err error) {
	tree := parse.New("text")
	tree.Mode = parse.SkipFuncCheck
	if _, err := tree.Parse(text, "{{", "}}", map[string]*parse.Tree{}); err != nil {
		return nil, nil, errors.New(strings.TrimPrefix(err.Error(), "template: text:"))
	}
	x := examiner{kinds: map[string]Kind{}, used: map[string]bool{}}
	for _, a := range args {
		x.kinds[a.Field()] = a.Kind
	}
	if tree.Root != nil {
		if err := x.branch(tree.Root); err != nil {
			return nil, nil, err
		}
	}
	return sortedKeys(x.used), x.literal, nil
}

type examiner struct {
	kinds   map[string]Kind
	used    map[string]bool
	literal []string
}

// branch reads a list of nodes that is rendered as a whole or not at all.
func (x *examiner) branch(list *parse.ListNode) error {
	var b strings.Builder
	for _, n := range list.Nodes {
		switch n := n.(type) {
		case *parse.TextNode:
			b.Write(n.Text)
		case *parse.ActionNode:
			b.WriteString("x")
			if err := x.action(n.Pipe); err != nil {
				return err
			}
		case *parse.IfNode:
			if err := x.condition(n.Pipe); err != nil {
				return err
			}
			if err := x.branch(n.List); err != nil {
				return err
			}
			if n.ElseList != nil {
				if err := x.branch(n.ElseList); err != nil {
					return err
				}
			}
		case *parse.CommentNode:
		default:
			return fmt.Errorf("%s: a text has {{.Name}}, {{function .Name}}, {{currency}}, {{voters}} and {{if}} only", n)
		}
	}
	x.literal = append(x.literal, b.String())
	return nil
}

// action reads {{.Name}} or {{function .Name}}.
func (x *examiner) action(p *parse.PipeNode) error {
	if len(p.Decl) > 0 || len(p.Cmds) != 1 || len(p.Cmds[0].Args) > 2 {
		return fmt.Errorf("{{%s}}: write {{.Name}} or {{function .Name}}", p)
	}
	words := p.Cmds[0].Args
	if name, ok := words[0].(*parse.IdentifierNode); ok && len(words) == 1 && slices.Contains(Bare(), name.Ident) {
		return nil
	}
	field, kind, err := x.field(words[len(words)-1])
	if err != nil {
		return err
	}
	if len(words) == 1 {
		if !bare(kind) {
			return fmt.Errorf("{{.%s}} is of kind %s: write %s", field, kind, functionsFor(kind, field))
		}
		return nil
	}
	name := words[0].String()
	want, ok := Funcs()[name]
	switch {
	case !ok:
		return fmt.Errorf("{{%s}}: there is no function %q", p, name)
	case want != kind:
		return fmt.Errorf("{{%s}}: %s takes %s, and .%s is of kind %s", p, name, want, field, kind)
	}
	return nil
}

// condition reads the pipe of an if: fields, constants and comparisons.
func (x *examiner) condition(p *parse.PipeNode) error {
	if len(p.Decl) > 0 || len(p.Cmds) != 1 {
		return fmt.Errorf("{{if %s}}: no variables or pipes here", p)
	}
	for i, word := range p.Cmds[0].Args {
		switch w := word.(type) {
		case *parse.FieldNode:
			field, kind, err := x.field(w)
			if err != nil {
				return err
			}
			if !conditional(kind) {
				return fmt.Errorf("{{if %s}}: .%s of kind %s cannot be a condition", p, field, kind)
			}
		case *parse.PipeNode:
			if err := x.condition(w); err != nil {
				return err
			}
		case *parse.IdentifierNode:
			if i > 0 || !slices.Contains(comparisons(), w.Ident) {
				return fmt.Errorf("{{if %s}}: use %s", p, strings.Join(comparisons(), ", "))
			}
		case *parse.NumberNode, *parse.StringNode:
		default:
			return fmt.Errorf("{{if %s}}: %s is not understood here", p, w)
		}
	}
	return nil
}

// field resolves .Name among the declared arguments and notes its use.
func (x *examiner) field(n parse.Node) (string, Kind, error) {
	f, ok := n.(*parse.FieldNode)
	if !ok || len(f.Ident) != 1 {
		return "", "", fmt.Errorf("%s: expected an argument like .Name", n)
	}
	kind, ok := x.kinds[f.Ident[0]]
	if !ok {
		return "", "", fmt.Errorf("{{.%s}} is not declared: the args are %s", f.Ident[0], x.declared())
	}
	x.used[f.Ident[0]] = true
	return f.Ident[0], kind, nil
}

func (x *examiner) declared() string {
	if len(x.kinds) == 0 {
		return "none"
	}
	return "." + strings.Join(sortedKeys(x.kinds), ", .")
}

func functionsFor(k Kind, field string) string {
	var calls []string
	for _, name := range sortedKeys(Funcs()) {
		if Funcs()[name] == k {
			calls = append(calls, fmt.Sprintf("{{%s .%s}}", name, field))
		}
	}
	return strings.Join(calls, " or ")
}
