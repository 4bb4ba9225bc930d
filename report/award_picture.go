package report

import (
	"bytes"
	"fmt"
	"html"
	"math/big"

	"huimin/locales"
)

// The measures and colours of a picture, in SVG's units.
const (
	pictureWidth  = 960
	pictureMargin = 32
	pictureRow    = 52 // a project: its words, and the bar below
	pictureBar    = 18
	pictureFonts  = "'Noto Sans CJK SC','Noto Sans SC','PingFang SC','Microsoft YaHei',sans-serif"

	colourFunded = "#2e7d32"
	colourBehind = "#f0a030"
	colourCost   = "#dfe3e8"
	colourInk    = "#1f2933"
	colourFaint  = "#61707f"
)

// picture draws one line after the other.
type picture struct {
	bytes.Buffer
	words func(locales.Message) (string, error)
	y     int
	err   error
}

// Picture draws the outcome as SVG: a bar for each project, as long as its cost.
// That of a funded one is full; that of another shows, by equal shares, how much
// those who support it had left. Words chooses the language.
func (b *Ballot) Picture(title string, words func(locales.Message) (string, error)) ([]byte, error) {
	height := 166 + pictureRow*len(b.Projects)
	p := &picture{words: words, y: 48}
	fmt.Fprintf(p, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%[1]d" height="%[2]d" font-family="%s">`+"\n", pictureWidth, height, pictureFonts)
	fmt.Fprintf(p, `<rect width="%d" height="%d" fill="#ffffff"/>`+"\n", pictureWidth, height)
	p.text(pictureMargin, 24, colourInk, "start", shortened(title, 72))
	p.y += 30
	p.say(pictureMargin, 16, colourFaint, "start", b.Total())
	p.y += 34
	p.legend(b)
	p.y += 16
	longest := int64(1)
	for _, c := range b.Election.Contenders {
		longest = max(longest, min(c.Cost, b.Award.Budget))
	}
	for i := range b.Projects {
		p.y += pictureRow
		p.project(b, i, longest)
	}
	p.WriteString("</svg>\n")
	return p.Bytes(), p.err
}

// legend tells the colours.
func (p *picture) legend(b *Ballot) {
	x := pictureMargin
	for _, l := range []struct {
		colour string
		words  locales.Message
		shown  bool
	}{
		{colourFunded, locales.CountPictureFunded(), true},
		{colourBehind, locales.CountPictureBehind(), b.Award.Share != nil},
		{colourCost, locales.CountPictureNot(), true},
	} {
		if !l.shown {
			continue
		}
		p.bar(x, 14, l.colour)
		p.say(x+22, 14, colourFaint, "start", l.words)
		text, _ := p.words(l.words) // p.say has kept the error
		x += 22 + 8*Width(text) + 28
	}
}

// project draws one project: its words above its bar.
func (p *picture) project(b *Ballot, i int, longest int64) {
	const room = pictureWidth - 2*pictureMargin
	s, cost := &b.Award.Placings[i], b.Election.Contenders[i].Cost
	long := func(n *big.Rat) int {
		part, _ := new(big.Rat).Quo(n, new(big.Rat).SetInt64(longest)).Float64()
		return max(2, min(room, int(part*room)))
	}
	p.y -= pictureBar + 6
	p.text(pictureMargin, 16, colourInk, "start", shortened(b.Projects[i].ID+"  "+b.Projects[i].Name, 70))
	p.say(pictureWidth-pictureMargin, 15, colourFaint, "end", locales.CountPictureRow(b.Money(cost), b.Got(i)))
	p.y += pictureBar + 6
	whole := long(new(big.Rat).SetInt64(cost))
	if s.Funded {
		p.bar(pictureMargin, whole, colourFunded)
		return
	}
	p.bar(pictureMargin, whole, colourCost)
	if s.Behind != nil && s.Behind.Sign() > 0 {
		p.bar(pictureMargin, min(whole, long(s.Behind)), colourBehind)
	}
}

// bar draws a bar that stands on the line.
func (p *picture) bar(x, width int, colour string) {
	fmt.Fprintf(p, `<rect x="%d" y="%d" width="%d" height="%d" rx="3" fill="%s"/>`+"\n", x, p.y-pictureBar+4, width, pictureBar, colour)
}

func (p *picture) say(x, size int, colour, anchor string, m locales.Message) {
	text, err := p.words(m)
	if err != nil {
		p.err = err
	}
	p.text(x, size, colour, anchor, text)
}

func (p *picture) text(x, size int, colour, anchor, text string) {
	fmt.Fprintf(p, `<text x="%d" y="%d" font-size="%d" fill="%s" text-anchor="%s">%s</text>`+"\n", x, p.y, size, colour, anchor, html.EscapeString(text))
}

// shortened cuts a text to so many columns.
func shortened(text string, most int) string {
	if Width(text) <= most {
		return text
	}
	n := 0
	for at, r := range text {
		if n += Width(string(r)); n >= most {
			return text[:at] + "…"
		}
	}
	return text
}

// Width is how many columns of fixed width a text takes: Chinese characters take two.
func Width(text string) int {
	n := 0
	for _, r := range text {
		n++
		if r >= 0x1100 && r <= 0x115f || r >= 0x2e80 && r <= 0xd7a3 || r >= 0xf900 && r <= 0xfaff || r >= 0xfe30 && r <= 0xfe6f || r >= 0xff00 && r <= 0xff60 {
			n++
		}
	}
	return n
}
