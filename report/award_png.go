package report

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"strings"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// PNG is the picture in pixels, as Telegram takes a photo: 1080 wide. The same
// picture gives the same bytes.
func (p *Picture) PNG() ([]byte, error) {
	colours := color.Palette{colourPaper}
	for _, c := range []color.RGBA{colourInk, colourFaint, colourFunded, colourBehind, colourCost} {
		colours = append(colours, shades(c)...)
	}
	i := image.NewPaletted(image.Rect(0, 0, pictureWidth, p.height), colours)
	for _, r := range p.bars {
		shade := uint8(colours.Index(r.colour))
		for y := r.y; y < r.y+r.height; y++ {
			row := i.Pix[i.PixOffset(r.x, y):i.PixOffset(r.x+r.width, y)]
			for x := range row {
				row[x] = shade
			}
		}
	}
	l, err := newLetters(p.texts)
	if err != nil {
		return nil, err
	}
	for _, t := range p.texts {
		if err := l.write(i, t); err != nil {
			return nil, err
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, i); err != nil {
		return nil, fmt.Errorf("write a picture: %w", err)
	}
	return b.Bytes(), nil
}

// shades are a colour and those between it and paper, as the edges of letters
// need them.
func shades(c color.RGBA) color.Palette {
	const steps = 12
	var list color.Palette
	for n := range steps {
		mix := func(a, paper uint8) uint8 {
			return uint8((int(a)*(steps-n) + int(paper)*n) / steps)
		}
		list = append(list, color.RGBA{mix(c.R, colourPaper.R), mix(c.G, colourPaper.G), mix(c.B, colourPaper.B), 0xff})
	}
	return list
}

// letters are the fonts of a picture: that of the papers; and where it lacks
// letters that the Go font has, such as Polish ones, that for all words it can
// write, so that the words of a picture are alike.
type letters struct {
	fonts [2]*sfnt.Font
	other bool // the Go font is wanted
	faces map[letterSize]font.Face
	buf   sfnt.Buffer
}

type letterSize struct{ font, size int }

func newLetters(texts []pictureText) (*letters, error) {
	l := &letters{faces: map[letterSize]font.Face{}}
	for i, data := range [][]byte{kai, goregular.TTF} {
		f, err := opentype.Parse(data)
		if err != nil {
			return nil, fmt.Errorf("read a font: %w", err)
		}
		l.fonts[i] = f
	}
	for _, t := range texts {
		for word := range strings.FieldsSeq(t.text) {
			l.other = l.other || !l.has(l.fonts[0], word) && l.has(l.fonts[1], word)
		}
	}
	return l, nil
}

// face is a font in a size.
func (l *letters) face(at letterSize) (font.Face, error) {
	if f := l.faces[at]; f != nil {
		return f, nil
	}
	f, err := opentype.NewFace(l.fonts[at.font], &opentype.FaceOptions{Size: float64(at.size), DPI: 72})
	if err != nil {
		return nil, fmt.Errorf("make a font face: %w", err)
	}
	l.faces[at] = f
	return f, nil
}

// has reports whether a font has all letters of a word.
func (l *letters) has(f *sfnt.Font, word string) bool {
	for _, r := range word {
		if at, err := f.GlyphIndex(&l.buf, r); err != nil || at == 0 {
			return false
		}
	}
	return true
}

// write writes a text.
func (l *letters) write(to draw.Image, t pictureText) error {
	type part struct {
		face font.Face
		text string
	}
	var parts []part
	var width fixed.Int26_6
	for word := range strings.SplitAfterSeq(t.text, " ") {
		at := letterSize{0, t.size}
		if l.other && l.has(l.fonts[1], word) {
			at = letterSize{1, t.size * 9 / 10} // its letters are larger
		}
		face, err := l.face(at)
		if err != nil {
			return err
		}
		parts = append(parts, part{face, word})
		width += font.MeasureString(face, word)
	}
	pen := font.Drawer{Dst: to, Src: image.NewUniform(t.colour), Dot: fixed.P(t.x, t.y)}
	if t.right {
		pen.Dot.X -= width
	}
	for _, p := range parts {
		pen.Face = p.face
		pen.DrawString(p.text)
	}
	return nil
}
