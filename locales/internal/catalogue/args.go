package catalogue

import (
	"go/token"
	"regexp"
	"slices"
	"strings"
)

var argForm = regexp.MustCompile(`^_?[a-z][A-Za-z0-9]*$`)

// args reads a declaration such as "number text, place name, _at time".
func (l *loader) args(file, key, decl string) []Arg {
	var args []Arg
	if strings.TrimSpace(decl) == "" {
		return nil
	}
	for part := range strings.SplitSeq(decl, ",") {
		words := strings.Fields(part)
		if len(words) != 2 {
			l.problem(file, key, `write args = "name kind, name kind"`, "args: %q is not a name and a kind", strings.TrimSpace(part))
			continue
		}
		name, kind := words[0], Kind(words[1])
		a := Arg{Name: strings.TrimPrefix(name, "_"), Kind: kind, Context: strings.HasPrefix(name, "_")}
		switch {
		case !argForm.MatchString(name):
			l.problem(file, key, "write it like dueAt", "args: %q is no name for a Go parameter", name)
		case token.IsKeyword(a.Name) || a.Name == "time":
			l.problem(file, key, "choose another name", "args: %q is a word of Go", a.Name)
		case !slices.Contains(Kinds(), kind):
			l.problem(file, key, "use one of "+kindList(), "args: unknown kind %q", kind)
		case a.Field() == "N" && kind != Count:
			l.problem(file, key, "choose another name", "args: .N belongs to the count")
		case slices.ContainsFunc(args, func(b Arg) bool { return b.Field() == a.Field() }):
			l.problem(file, key, "keep one", "args: two arguments are called .%s", a.Field())
		default:
			args = append(args, a)
		}
	}
	return args
}

func kindList() string {
	var names []string
	for _, k := range Kinds() {
		names = append(names, string(k))
	}
	return strings.Join(names, ", ")
}
