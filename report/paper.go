package report

import (
	_ "embed" // the font
	"fmt"
	"strings"
	"unicode"

	"github.com/signintech/gopdf"

	"huimin/locales"
)

//go:embed font/kai.ttf
var kai []byte

// Measures of a paper, in points of 1/72 inch: A4, upright.
const (
	paperWide, paperHigh = 595.28, 841.89
	paperEdge            = 56.0
	paperRoom            = paperWide - 2*paperEdge
	sizeTitle, sizeHead  = 18.0, 12.5
	sizeText, sizeFoot   = 10.5, 8.5
	leading              = 1.55
	paperNormal          = "kai"
)

// paper is a document of A4 pages that is written from top to bottom. The first
// error stays, and is told at the end.
type paper struct {
	pdf  gopdf.GoPdf
	book *locales.Book
	lang locales.Lang
	foot string
	y    float64
	page int
	lack bool // some character is printed as its number
	err  error
}

// newPaper begins a paper; foot stands on every page.
func newPaper(book *locales.Book, lang locales.Lang, foot locales.Message) *paper {
	p := &paper{book: book, lang: lang}
	p.pdf.Start(gopdf.Config{PageSize: gopdf.Rect{W: paperWide, H: paperHigh}})
	p.keep(p.pdf.AddTTFFontData(paperNormal, kai))
	p.size(sizeText)
	p.foot = p.words(foot)
	p.turn()
	return p
}

func (p *paper) keep(err error) {
	if p.err == nil {
		p.err = err
	}
}

// words renders a message without tags, as [paper.printable] writes it.
func (p *paper) words(m locales.Message) string {
	if m.IsZero() {
		return ""
	}
	s, err := p.book.Plain(p.lang, m)
	p.keep(err)
	return p.printable(s)
}

// printable takes out emoji and what joins them, with the space after them. Of
// a character that the font lacks, such as a rare one in a name, it writes the
// number, [U+20000]: whoever signs the paper writes it in by hand, and can find
// out which it is.
func (p *paper) printable(s string) string {
	var b strings.Builder
	drop := false
	for _, r := range s {
		switch {
		case r >= 0x1F000 && r < 0x20000 || r >= 0x2600 && r <= 0x27BF || r >= 0x2B00 && r <= 0x2BFF || r == 0x231B || r == 0x23F0 ||
			r == 0xFE0F || r == 0x200D || r == 0x2197 || r == 0x2198:
			drop = true
		case drop && r == ' ':
			drop = false
		default:
			drop = false
			has, err := p.pdf.IsCurrFontContainGlyph(r)
			p.keep(err)
			if has || unicode.IsSpace(r) {
				b.WriteRune(r)
				continue
			}
			p.lack = true
			fmt.Fprintf(&b, "[U+%04X]", r)
		}
	}
	return b.String()
}

// turn begins a new page.
func (p *paper) turn() {
	p.pdf.AddPage()
	p.page++
	p.size(sizeFoot)
	p.at(paperEdge, paperHigh-paperEdge+14, p.foot)
	number := fmt.Sprint(p.page)
	p.at(paperWide-paperEdge-p.width(number), paperHigh-paperEdge+14, number)
	p.y = paperEdge
}

func (p *paper) size(points float64) { p.keep(p.pdf.SetFont(paperNormal, "", points)) }

func (p *paper) width(s string) float64 {
	w, err := p.pdf.MeasureTextWidth(s)
	p.keep(err)
	return w
}

// at writes one line at a place.
func (p *paper) at(x, y float64, s string) {
	if s == "" {
		return
	}
	p.pdf.SetXY(x, y)
	p.keep(p.pdf.Cell(nil, s))
}

// need turns the page when there is no room left for something so high.
func (p *paper) need(high float64) {
	if p.y+high > paperHigh-paperEdge {
		p.turn()
	}
}

// gap leaves room.
func (p *paper) gap(high float64) { p.y += high }

// title writes a line in the middle.
func (p *paper) title(s string) {
	p.size(sizeTitle)
	for _, line := range p.wrap(s, paperRoom) {
		p.need(sizeTitle * leading)
		p.at(paperEdge+(paperRoom-p.width(line))/2, p.y, line)
		p.y += sizeTitle * leading
	}
}

// head writes a heading with a rule under it, never at a page's foot.
func (p *paper) head(s string) {
	p.gap(8)
	p.need(sizeHead*leading + 3*sizeText*leading)
	p.size(sizeHead)
	p.at(paperEdge, p.y, s)
	p.y += sizeHead * leading
	p.pdf.SetLineWidth(0.5)
	p.pdf.Line(paperEdge, p.y-3, paperWide-paperEdge, p.y-3)
	p.y += 2
}

// text writes a paragraph, line by line.
func (p *paper) text(s string) { p.column(s, paperEdge, paperRoom) }

func (p *paper) column(s string, x, room float64) {
	p.size(sizeText)
	for _, line := range p.wrap(s, room) {
		p.need(sizeText * leading)
		p.size(sizeText) // the page's foot has another size
		p.at(x, p.y, line)
		p.y += sizeText * leading
	}
}

// rows writes a table with rules; widths are shares of the room. A cell that is
// too long is written in several lines. The first row is its head, and stands
// on every page.
func (p *paper) rows(widths []float64, table [][]string) {
	for n, cells := range table {
		if p.y+p.rowHigh(widths, cells) > paperHigh-paperEdge {
			p.turn()
			if n > 0 {
				p.row(widths, table[0])
			}
		}
		p.row(widths, cells)
	}
	p.gap(4)
}

const cellEdge = 4.0

// cells cuts each cell of a row into lines.
func (p *paper) cells(widths []float64, cells []string) (lines [][]string, high float64) {
	p.size(sizeText)
	most := 1
	for i, cell := range cells {
		wrapped := p.wrap(cell, widths[i]*paperRoom-2*cellEdge)
		most = max(most, len(wrapped))
		lines = append(lines, wrapped)
	}
	return lines, float64(most)*sizeText*leading + 2
}

func (p *paper) rowHigh(widths []float64, cells []string) float64 {
	_, high := p.cells(widths, cells)
	return high
}

func (p *paper) row(widths []float64, cells []string) {
	lines, high := p.cells(widths, cells)
	p.pdf.SetLineWidth(0.4)
	x := paperEdge
	for i := range cells {
		w := widths[i] * paperRoom
		p.pdf.RectFromUpperLeft(x, p.y, w, high)
		for n, line := range lines[i] {
			p.at(x+cellEdge, p.y+3+float64(n)*sizeText*leading, line)
		}
		x += w
	}
	p.y += high
}

// wrap cuts a text into lines of at most a width: at its line ends, between
// Chinese characters, and at spaces; never before a closing mark.
func (p *paper) wrap(s string, room float64) (lines []string) {
	for _, paragraph := range strings.Split(strings.TrimRight(s, "\n"), "\n") {
		line := ""
		for _, piece := range pieces(paragraph) {
			if line != "" && p.width(line+strings.TrimRight(piece, " ")) > room {
				lines = append(lines, strings.TrimRight(line, " "))
				line = ""
			}
			for p.width(piece) > room { // one word longer than a line
				cut := len([]rune(piece)) - 1
				for cut > 1 && p.width(string([]rune(piece)[:cut])) > room {
					cut--
				}
				lines = append(lines, string([]rune(piece)[:cut]))
				piece = string([]rune(piece)[cut:])
			}
			line += piece
		}
		lines = append(lines, strings.TrimRight(line, " "))
	}
	return lines
}

// closers never begin a line.
const closers = "，。、；：！？）》」』】”’…—%％,.;:!?)]"

// pieces cuts a line where it may be broken: after spaces, and around each
// Chinese character; what must not begin a line stays with what is before it.
func pieces(s string) (list []string) {
	word := ""
	end := func() {
		if word != "" {
			list = append(list, word)
		}
		word = ""
	}
	for _, r := range s {
		switch {
		case strings.ContainsRune(closers, r):
			if word == "" && len(list) > 0 {
				list[len(list)-1] += string(r)
				continue
			}
			word += string(r)
		case unicode.Is(unicode.Han, r) || r >= 0x3000 && r <= 0x303F || r >= 0xFF00:
			end()
			list = append(list, string(r))
		case r == ' ':
			word += " "
			end()
		default:
			word += string(r)
		}
	}
	end()
	return list
}

// bytes ends the paper, and says what to do about characters it lacks.
func (p *paper) bytes() ([]byte, error) {
	if p.lack {
		p.gap(8)
		p.text(p.words(locales.PaperLacks()))
	}
	if p.err != nil {
		return nil, fmt.Errorf("paper: %w", p.err)
	}
	raw, err := p.pdf.GetBytesPdfReturnErr()
	if err != nil {
		return nil, fmt.Errorf("paper: %w", err)
	}
	return raw, nil
}
