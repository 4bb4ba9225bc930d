package fund

import (
	"strings"
	"unicode"
)

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

// foldLetter folds a letter or digit; false for anything else.
func foldLetter(r rune) (rune, bool) {
	if r >= firstHan && r <= lastHan { // without capitals, and most of what is folded
		return r, true
	}
	r = foldRune(r)
	return r, isWordRune(r)
}

// The block of CJK Unified Ideographs.
const firstHan, lastHan = '\u4e00', '\u9fff'

// Fold brings a text to the form in which texts are compared: full-width forms
// as ASCII, capitals as small letters, spaces as one.
func Fold(s string) string {
	runes := []rune(strings.Join(strings.Fields(s), " "))
	for i, r := range runes {
		runes[i] = foldRune(r)
	}
	return string(runes)
}
