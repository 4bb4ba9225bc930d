package fund

import "unicode"

// foldRune brings full-width forms to ASCII and capitals to small letters, so
// that what people type on different keyboards compares equal.
func foldRune(r rune) rune {
	switch {
	case r >= '！' && r <= '～': // U+FF01 to U+FF5E mirror U+0021 to U+007E
		r -= '！' - '!'
	case r == '　':
		r = ' '
	case r == '￥':
		r = '¥'
	}
	return unicode.ToLower(r)
}

// foldWords gives only the letters and digits of s, folded.
func foldWords(s string) []rune {
	var out []rune
	for _, r := range s {
		if r = foldRune(r); isWordRune(r) {
			out = append(out, r)
		}
	}
	return out
}
