package locales

import (
	"golang.org/x/text/language"
)

// Lang is a language by its BCP 47 code, as in the names of the catalogues:
// "zh", "en".
type Lang string

// The languages that are always complete.
const (
	Chinese Lang = "zh"
	English Lang = "en"
)

// Match returns the language that suits the first of the codes we have words
// for; codes are those of Telegram's language_code ("zh-hans", "en"). Without
// one it is Chinese, the language of the place.
func Match(codes ...string) Lang {
	for _, code := range codes {
		tag, err := language.Parse(code)
		if err != nil {
			continue
		}
		base, _ := tag.Base()
		for _, l := range Languages() {
			if string(l) == tag.String() || string(l) == base.String() {
				return l
			}
		}
	}
	return Chinese
}
