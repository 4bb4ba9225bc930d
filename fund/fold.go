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

// foldWords appends to out the first most letters and digits of s, folded.
func foldWords(out []rune, s string, most int) []rune {
	for _, r := range s {
		if r < firstHan || r > lastHan { // these are letters without capitals, and most of what is folded
			if r = foldRune(r); !isWordRune(r) {
				continue
			}
		}
		if out = append(out, r); len(out) == most {
			break
		}
	}
	return out
}

// The block of CJK Unified Ideographs.
const firstHan, lastHan = '\u4e00', '\u9fff'
