package fund

import (
	"fmt"
	"math/big"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// CostLine is one thing that a project pays for: what it is, with its quantity
// and price where they were given, and what it comes to.
type CostLine struct {
	Label  string
	Amount Money
}

// Limits of a project's cost lines.
const (
	MaxCostLines = 20
	MaxCostLabel = 60 // code points
)

// CostWhy says what is wrong with a cost line.
type CostWhy string

// The reasons ParseCostLines and CheckCostLines give.
const (
	CostNoAmount CostWhy = "no_amount" // no amount at its end
	CostNoLabel  CostWhy = "no_label"  // an amount and not what for
	CostProduct  CostWhy = "product"   // quantity times price is not what stands behind the sign
	CostNothing  CostWhy = "nothing"   // it costs nothing
	CostLong     CostWhy = "long"      // more words than MaxCostLabel
	CostMany     CostWhy = "many"      // more lines than MaxCostLines
	CostNone     CostWhy = "none"      // no line at all
	CostSum      CostWhy = "sum"       // the lines come to something else than the cost
)

// CostLineError says which cost line cannot stand, and why. Line counts from
// 1, 0 for all of them; Have is what they come to and Want what they should,
// for CostProduct and CostSum.
type CostLineError struct {
	Line       int
	Text       string
	Why        CostWhy
	Have, Want Money
}

// Error gives the line's number and the reason without its text.
func (e *CostLineError) Error() string {
	return fmt.Sprintf("cost line %d: %s (%s, want %s)", e.Line, e.Why, e.Have.Decimal(), e.Want.Decimal())
}

// ShortLabel cuts a text to what a cost line's label holds.
func ShortLabel(s string) string {
	s = strings.TrimSpace(s)
	if runes := []rune(s); len(runes) > MaxCostLabel {
		return string(runes[:MaxCostLabel-1]) + "…"
	}
	return s
}

// SumCostLines adds up cost lines.
func SumCostLines(lines []CostLine) (sum Money) {
	for _, l := range lines {
		sum += l.Amount
	}
	return sum
}

// CheckCostLines says by *CostLineError whether lines may be what a project of
// this cost pays for: one to twenty, each with words and an amount, and no fen
// more or less than the cost in all.
func CheckCostLines(lines []CostLine, cost Money) error {
	switch {
	case len(lines) == 0:
		return &CostLineError{Why: CostNone}
	case len(lines) > MaxCostLines:
		return &CostLineError{Why: CostMany}
	}
	for i, l := range lines {
		if why := l.wrong(); why != "" {
			return &CostLineError{Line: i + 1, Text: l.Label, Why: why}
		}
	}
	if sum := SumCostLines(lines); sum != cost {
		return &CostLineError{Why: CostSum, Have: sum, Want: cost}
	}
	return nil
}

func (l CostLine) wrong() CostWhy {
	switch {
	case !strings.ContainsFunc(l.Label, isWordRune):
		return CostNoLabel
	case utf8.RuneCountInString(l.Label) > MaxCostLabel:
		return CostLong
	case l.Amount <= 0:
		return CostNothing
	case l.Amount > MaxMoney:
		return CostNoAmount
	}
	return ""
}

// ParseCostLines reads cost lines as people write them, a line each or set
// apart by semicolons: "lamp 3 × 200 = 600", "人工：2000元", "- paint 5 200".
// A quantity times a price is multiplied out and stays in the label; a sum
// written behind it must be right. A last line that only adds up the others
// is left out. What is not understood is a *CostLineError.
func ParseCostLines(text string) ([]CostLine, error) {
	var lines []CostLine
	for row := range strings.FieldsFuncSeq(text, func(r rune) bool {
		return r == '\n' || r == '\r' || r == ';' || r == '；'
	}) {
		if row = strings.TrimSpace(bullet.ReplaceAllString(strings.TrimSpace(row), "")); row == "" {
			continue
		}
		if len(lines) > MaxCostLines {
			return nil, &CostLineError{Why: CostMany}
		}
		l, err := parseCostLine(row)
		if err != nil {
			err.Line = len(lines) + 1
			return nil, err
		}
		lines = append(lines, l)
	}
	if n := len(lines); n > 1 && totals[strings.ToLower(lines[n-1].Label)] && lines[n-1].Amount == SumCostLines(lines[:n-1]) {
		lines = lines[:n-1]
	}
	switch {
	case len(lines) == 0:
		return nil, &CostLineError{Why: CostNone}
	case len(lines) > MaxCostLines:
		return nil, &CostLineError{Why: CostMany}
	}
	return lines, nil
}

// bullet is what people put before a line of a list.
var bullet = regexp.MustCompile(`^([-–—•·*]\s*|\d{1,2}[.．]\s+|\d{1,2}[、)）]\s*)`)

// totals are the labels of a line that adds up the others.
var totals = map[string]bool{"合计": true, "总计": true, "共计": true, "总共": true, "total": true, "sum": true, "in all": true}

// product is a quantity, its unit if it has one, a price, and perhaps the sum.
var product = regexp.MustCompile(`^(.*?)\s*(\d+(?:\.\d+)?)\s*(\pL{0,8}?)\s*[×*xX✕]\s*([^=×*✕]+?)\s*(?:=\s*(.+))?$`)

func parseCostLine(row string) (CostLine, *CostLineError) {
	folded := strings.Map(func(r rune) rune {
		if r = foldSign(r); r == '¥' || unicode.IsSpace(r) {
			return ' '
		}
		return r
	}, row)
	if m := product.FindStringSubmatch(folded); m != nil {
		if l, err, ok := multiply(row, m); ok {
			return l, err
		}
	}
	label, amount, ok := cutAmount(strings.TrimSpace(folded))
	if !ok {
		return CostLine{}, &CostLineError{Text: row, Why: CostNoAmount}
	}
	l := CostLine{Label: trimLabel(label), Amount: amount}
	if why := l.wrong(); why != "" {
		return CostLine{}, &CostLineError{Text: row, Why: why}
	}
	return l, nil
}

// foldSign brings full-width digits and signs to ASCII and leaves letters as
// they are: they stay in the label.
func foldSign(r rune) rune {
	if r >= '！' && r <= '～' && !unicode.IsLetter(r) {
		return r - '！' + '!'
	}
	if r == '￥' {
		return '¥'
	}
	return r
}

// multiply reads what matched a quantity times a price; ok is false when its
// price is none, so that "box 3x" may yet be a label.
func multiply(row string, m []string) (l CostLine, wrong *CostLineError, ok bool) {
	price, _, _ := strings.Cut(m[4], "/")
	each, err := ParseMoney(price)
	if err != nil {
		return l, nil, false //nolint:nilerr // it may yet be a label
	}
	quantity, valid := new(big.Rat).SetString(m[2])
	if !valid {
		return l, nil, false
	}
	amount := quantity.Mul(quantity, big.NewRat(int64(each), 1))
	if !amount.IsInt() || !amount.Num().IsInt64() || amount.Num().Int64() > int64(MaxMoney) {
		return l, &CostLineError{Text: row, Why: CostNoAmount}, true
	}
	l = CostLine{
		Label: strings.TrimSpace(trimLabel(m[1]) + " " + m[2] + m[3] + " × " + strings.TrimSpace(m[4])), Amount: Money(amount.Num().Int64()),
	}
	if m[5] != "" {
		said, err := ParseMoney(m[5])
		if err != nil {
			return l, &CostLineError{Text: row, Why: CostNoAmount}, true
		}
		if said != l.Amount {
			return l, &CostLineError{Text: row, Why: CostProduct, Have: said, Want: l.Amount}, true
		}
	}
	if trimLabel(m[1]) == "" {
		return l, &CostLineError{Text: row, Why: CostNoLabel}, true
	}
	if why := l.wrong(); why != "" {
		return l, &CostLineError{Text: row, Why: why}, true
	}
	return l, nil, true
}

// cutAmount takes the amount off the end of a line: its last word, or the last
// two where the last is the unit, or what ends a word that has no spaces.
func cutAmount(row string) (label string, amount Money, ok bool) {
	words := strings.Fields(row)
	for n := 1; n <= 2 && n <= len(words); n++ {
		tail := strings.Join(words[len(words)-n:], " ")
		head := strings.Join(words[:len(words)-n], " ")
		if m, err := ParseMoney(strings.TrimPrefix(tail, "=")); err == nil {
			return head, m, true
		}
		last := ' '
		for i, r := range tail {
			if i > 0 && !unicode.IsDigit(last) && last != '.' && last != ',' && last != '-' {
				if m, err := ParseMoney(tail[i:]); err == nil {
					return strings.TrimSpace(head + " " + tail[:i]), m, true
				}
			}
			last = r
		}
	}
	return "", 0, false
}

// trimLabel takes off the signs that stand between a label and its amount.
func trimLabel(s string) string {
	return strings.TrimSpace(strings.TrimRightFunc(s, func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune(":：,，、-–—=~…。.", r)
	}))
}
