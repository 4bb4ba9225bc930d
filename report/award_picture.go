package report

import (
	"bytes"
	"cmp"
	"fmt"
	"html"
	"image/color"
	"math/big"
	"slices"
	"strings"

	"huimin/locales"
)

// The measures of a picture, in pixels: it fills a phone held upright.
const (
	pictureWidth  = 1080
	pictureMargin = 44
	pictureRoom   = pictureWidth - 2*pictureMargin
	pictureTitle  = 46 // heights of letters
	pictureName   = 36
	pictureSmall  = 30
	pictureBar    = 30
	// pictureMost is the height after which no more projects are drawn: Telegram
	// takes no photo whose width and height are above 10,000 pixels together.
	pictureMost = 8500
)

// The colours, of paper and ink, and of bars.
var (
	colourPaper  = color.RGBA{0xff, 0xff, 0xff, 0xff}
	colourInk    = color.RGBA{0x1f, 0x29, 0x33, 0xff}
	colourFaint  = color.RGBA{0x52, 0x60, 0x6d, 0xff}
	colourFunded = color.RGBA{0x2e, 0x7d, 0x32, 0xff}
	colourBehind = color.RGBA{0xf0, 0xa0, 0x30, 0xff}
	colourCost   = color.RGBA{0xd5, 0xda, 0xe0, 0xff}
)

// A Picture is the outcome of a budget ballot, drawn: a bar for each project, as
// long as its cost. That of a funded one is full; that of another shows, by equal
// shares, how much those who support it had left.
type Picture struct {
	height int
	bars   []pictureRect
	texts  []pictureText

	words func(locales.Message) (string, error)
	err   error
}

type pictureRect struct {
	x, y, width, height int
	colour              color.RGBA
}

type pictureText struct {
	x, y, size int // y is the line that letters stand on
	colour     color.RGBA
	right      bool // it ends at x
	text       string
}

// Picture draws the outcome; words chooses the language. The funded projects come
// first, in the order of the count, then the others by their votes.
func (b *Ballot) Picture(title string, words func(locales.Message) (string, error)) (*Picture, error) {
	p := &Picture{words: words, height: pictureMargin}
	p.lines(title, pictureTitle, colourInk, 2)
	p.lines(p.say(b.Total()), pictureSmall, colourFaint, 3)
	p.legend(b)
	longest := int64(1)
	for _, c := range b.Election.Contenders {
		longest = max(longest, min(c.Cost, b.Award.Budget))
	}
	order := b.order()
	for at, i := range order {
		if p.height > pictureMost {
			p.height += 30
			p.lines(p.say(locales.CountPictureMore(len(order)-at)), pictureSmall, colourFaint, 2)
			break
		}
		p.project(b, i, longest)
	}
	p.height += pictureMargin
	return p, p.err
}

// order is in which order the projects are drawn.
func (b *Ballot) order() []int {
	order := make([]int, len(b.Projects))
	for i := range order {
		order[i] = i
	}
	place := func(i int) int {
		s := &b.Award.Placings[i]
		switch {
		case !s.Funded:
			return 2*len(order) + 1
		case s.Round == 0: // after the rounds, or free
			return 2 * len(order)
		default:
			return s.Round
		}
	}
	slices.SortStableFunc(order, func(i, j int) int {
		return cmp.Or(cmp.Compare(place(i), place(j)), cmp.Compare(b.Award.Placings[j].Points, b.Award.Placings[i].Points))
	})
	return order
}

// legend tells the colours.
func (p *Picture) legend(b *Ballot) {
	p.height += 18
	for _, l := range []struct {
		colour color.RGBA
		words  locales.Message
		shown  bool
	}{
		{colourFunded, locales.CountPictureFunded(), true},
		{colourBehind, locales.CountPictureBehind(), b.Award.Share != nil},
		{colourCost, locales.CountPictureNot(), true},
	} {
		if l.shown {
			p.height += pictureSmall + 12
			p.bar(pictureMargin, p.height-pictureSmall+6, 28, pictureSmall-6, l.colour)
			p.text(pictureMargin+44, pictureSmall, colourFaint, false, p.say(l.words))
		}
	}
}

// project draws one project: its name, its figures, and its bar below.
func (p *Picture) project(b *Ballot, i int, longest int64) {
	s, cost := &b.Award.Placings[i], b.Election.Contenders[i].Cost
	long := func(n *big.Rat) int {
		part, _ := new(big.Rat).Quo(n, new(big.Rat).SetInt64(longest)).Float64()
		return max(4, min(pictureRoom, int(part*pictureRoom)))
	}
	p.height += 30
	p.lines(strings.TrimSpace(b.Projects[i].ID+"  "+b.Projects[i].Name), pictureName, colourInk, 2)
	p.height += pictureSmall + 10
	p.text(pictureMargin, pictureSmall, colourFaint, false, p.say(locales.CountPictureRow(b.Money(cost), b.Got(i))))
	became, colour := locales.CountPictureNo(), colourFaint
	if s.Funded {
		became, colour = locales.CountPictureFunded(), colourFunded
	}
	p.text(pictureWidth-pictureMargin, pictureSmall, colour, true, p.say(became))
	p.height += 14 + pictureBar
	whole := long(new(big.Rat).SetInt64(cost))
	if s.Funded {
		p.bar(pictureMargin, p.height-pictureBar, whole, pictureBar, colourFunded)
		return
	}
	p.bar(pictureMargin, p.height-pictureBar, whole, pictureBar, colourCost)
	if s.Behind != nil && s.Behind.Sign() > 0 {
		p.bar(pictureMargin, p.height-pictureBar, min(whole, long(s.Behind)), pictureBar, colourBehind)
	}
}

func (p *Picture) say(m locales.Message) string {
	text, err := p.words(m)
	if err != nil {
		p.err = err
	}
	return text
}

func (p *Picture) bar(x, y, width, height int, colour color.RGBA) {
	p.bars = append(p.bars, pictureRect{x, y, width, height, colour})
}

// text writes on the line that was reached.
func (p *Picture) text(x, size int, colour color.RGBA, right bool, text string) {
	p.texts = append(p.texts, pictureText{x, p.height, size, colour, right, text})
}

// lines writes a text over as many lines as it needs, up to so many.
func (p *Picture) lines(text string, size int, colour color.RGBA, most int) {
	columns := pictureRoom * 2 / size * 19 / 20 // a column is half as wide as letters are high
	for n := 1; text != ""; n++ {
		line, rest := broken(text, columns)
		if n == most && rest != "" {
			line, _ = broken(text, columns-2)
			line, rest = line+"…", ""
		}
		p.height += size + 10
		p.text(pictureMargin, size, colour, false, line)
		text = rest
	}
}

// broken parts a text at a blank, or between Chinese characters, where its first
// part fills so many columns.
func broken(text string, columns int) (line, rest string) {
	n, cut := 0, 0
	for at, r := range text {
		wide := Width(string(r))
		if r == ' ' || wide == 2 {
			cut = at
		}
		if n += wide; n > columns {
			if cut == 0 {
				cut = at
			}
			return strings.TrimSpace(text[:cut]), strings.TrimSpace(text[cut:])
		}
	}
	return strings.TrimSpace(text), ""
}

// SVG is the picture to be scaled, with letters that the reader's program has.
func (p *Picture) SVG() []byte {
	const fonts = "'Noto Sans CJK SC','Noto Sans SC','PingFang SC','Microsoft YaHei',sans-serif"
	var b bytes.Buffer
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%[1]d" height="%[2]d" font-family="%s">`+"\n", pictureWidth, p.height, fonts)
	fmt.Fprintf(&b, `<rect width="%d" height="%d" fill="%s"/>`+"\n", pictureWidth, p.height, rgb(colourPaper))
	for _, r := range p.bars {
		fmt.Fprintf(&b, `<rect x="%d" y="%d" width="%d" height="%d" fill="%s"/>`+"\n", r.x, r.y, r.width, r.height, rgb(r.colour))
	}
	for _, t := range p.texts {
		anchor := "start"
		if t.right {
			anchor = "end"
		}
		fmt.Fprintf(&b, `<text x="%d" y="%d" font-size="%d" fill="%s" text-anchor="%s">%s</text>`+"\n", t.x, t.y, t.size, rgb(t.colour), anchor, html.EscapeString(t.text))
	}
	b.WriteString("</svg>\n")
	return b.Bytes()
}

func rgb(c color.RGBA) string { return fmt.Sprintf("#%02x%02x%02x", c.R, c.G, c.B) }
