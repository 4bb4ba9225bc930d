package programme

import (
	"fmt"
	"strings"
)

// lines tells in which line of a file each key stands, by its path: of the
// second change "change[1].tiers.community_limit". A key inside an inline table
// has the line of the table. The text has been read by a TOML reader before, so
// that nothing but valid TOML comes here.
type lines map[string]int

func readLines(text string) lines {
	found := make(lines)
	section, depth, quote := "", 0, ""
	tables := make(map[string]int)
	for i, line := range strings.Split(text, "\n") {
		if depth == 0 && quote == "" {
			section = found.take(strings.TrimSpace(line), section, i+1, tables)
		}
		depth, quote = open(line, depth, quote)
	}
	return found
}

// take reads one line that begins a table or a key, and gives the section that
// the next one stands in.
func (l lines) take(line, section string, n int, tables map[string]int) string {
	switch {
	case strings.HasPrefix(line, "[["):
		name := path(line[2:strings.Index(line, "]]")])
		section = fmt.Sprintf("%s[%d]", name, tables[name])
		tables[name]++
		l[section] = n
	case strings.HasPrefix(line, "["):
		section = path(line[1:strings.Index(line, "]")])
		for name, count := range tables { // a table of the last change
			if rest, ok := strings.CutPrefix(section, name+"."); ok {
				section = fmt.Sprintf("%s[%d].%s", name, count-1, rest)
			}
		}
		l[section] = n
	default:
		key, _, ok := strings.Cut(line, "=")
		if !ok || strings.HasPrefix(line, "#") {
			return section
		}
		name := path(key)
		if section != "" {
			name = section + "." + name
		}
		l[name] = n
	}
	return section
}

// path writes a dotted key without spaces and quotes.
func path(key string) string {
	parts := strings.Split(key, ".")
	for i, p := range parts {
		parts[i] = strings.Trim(strings.TrimSpace(p), `"'`)
	}
	return strings.Join(parts, ".")
}

// open tells how many brackets, and which long string, are open after a line.
func open(line string, depth int, quote string) (int, string) {
	for i := 0; i < len(line); i++ {
		if quote != "" {
			if quote[0] == '"' && line[i] == '\\' {
				i++
			} else if strings.HasPrefix(line[i:], quote) {
				i += len(quote) - 1
				quote = ""
			}
			continue
		}
		switch c := line[i]; c {
		case '#':
			return depth, quote
		case '[', '{':
			depth++
		case ']', '}':
			depth--
		case '"', '\'':
			quote = string(c)
			if long := strings.Repeat(quote, 3); strings.HasPrefix(line[i:], long) {
				quote = long
			}
			i += len(quote) - 1
		}
	}
	if len(quote) == 1 {
		quote = ""
	}
	return depth, quote
}

// of gives the line of a key, or of what it stands in; 0 when that is nowhere.
func (l lines) of(name string) int {
	for name != "" {
		if n, ok := l[name]; ok {
			return n
		}
		name, _, _ = cutLast(name)
		if !strings.Contains(name, ".") {
			return l[name]
		}
	}
	return 0
}
