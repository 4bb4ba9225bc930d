package fund

import (
	"strings"
	"unicode"
)

// compoundSurnames are the two-character surnames still met (复姓).
const compoundSurnames = "欧阳 司马 上官 诸葛 东方 皇甫 尉迟 公孙 慕容 司徒 令狐 宇文 长孙 夏侯 轩辕 端木 " +
	"百里 东郭 南宫 西门 独孤 呼延 闻人 澹台 公冶 宗政 濮阳 淳于 单于 太叔 申屠 仲孙 钟离 鲜于 闾丘 司空 " +
	"歐陽 諸葛 東方 尉遲 公孫 長孫 軒轅 獨孤 聞人 濮陽 單于 鍾離 南宮 東郭"

// MaskName masks a person's name as Telegram gives it, before it is kept:
// bulletins may show a proposer as 王** and no more (PIPL Art. 6 and 25).
// Chinese names keep the surname: 王小明 becomes 王**, 欧阳修 becomes 欧阳**;
// others their first letter: "Ann Lee" becomes A**. The stars are always two,
// so that they do not tell the length. A name without a letter becomes "*".
func MaskName(first, last string) string {
	first, last = lettersOf(first), lettersOf(last)
	name := first + last
	if isHan(last) && !isCompound(first) {
		name = last + first // the surname stands in the field for last names
	}
	runes := []rune(name)
	switch {
	case len(runes) == 0:
		return "*"
	case !unicode.Is(unicode.Han, runes[0]):
		return string(unicode.ToUpper(runes[0])) + "**"
	case len(runes) >= 2 && isCompound(string(runes[:2])):
		return string(runes[:2]) + "**"
	default:
		return string(runes[0]) + "**"
	}
}

func isCompound(two string) bool {
	for s := range strings.FieldsSeq(compoundSurnames) {
		if s == two {
			return true
		}
	}
	return false
}

func isHan(s string) bool {
	for _, r := range s {
		return unicode.Is(unicode.Han, r)
	}
	return false
}

// lettersOf drops everything that is no letter: emoji, marks, digits, and the
// control characters that turn text around.
func lettersOf(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) {
			return r
		}
		return -1
	}, s)
}
