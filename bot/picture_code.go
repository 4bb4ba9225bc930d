package bot

import (
	"bytes"
	"encoding/json"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"

	"github.com/skip2/go-qrcode"

	"huimin/fund"
	"huimin/locales"
	"huimin/office"
)

// codeScreen is the code on the screen of whoever presides: a picture with the
// link and the six digits, to be held up.
func (g *gathering) codeScreen(v *view, data json.RawMessage) (screen, error) {
	n, err := read[office.MeetingCode](data)
	if err != nil {
		return screen{}, err
	}
	person, err := v.tx.PersonByTelegram(v.chat)
	if err != nil {
		return screen{}, err
	}
	code, err := g.office.CodeOn(office.Act{Tx: v.tx, Now: v.now, By: person}, n.Meeting, person.ID)
	if err != nil {
		return screen{}, err
	}
	m, err := g.office.Meeting(office.Act{Tx: v.tx, Now: v.now}, n.Meeting)
	if err != nil {
		return screen{}, err
	}
	picture, err := codePicture(v.link(fmt.Sprintf("%c%d-%s", wantCheckIn, n.Meeting, code)), code)
	if err != nil {
		return screen{}, err
	}
	return screen{
		Text:  locales.PresenceCode(m.Meeting.Title, code[:3]+" "+code[3:], len(m.Present), len(m.Members)),
		Image: picture,
		Keys: [][]key{
			{v.key(locales.PresenceCodeStopButton(), codeButton{n.Meeting, true})},
			{v.key(locales.PresenceMeetingButton(), meetingButton{n.Meeting})},
		},
	}, nil
}

// codeOver tells whoever presides that the code is shown no longer.
func (g *gathering) codeOver(v *view, data json.RawMessage) (screen, error) {
	n, err := read[office.MeetingCode](data)
	if err != nil {
		return screen{}, err
	}
	m, err := g.office.Meeting(office.Act{Tx: v.tx, Now: v.now}, n.Meeting)
	if err != nil {
		return screen{}, err
	}
	if m.Meeting.Status != fund.MeetingOpen {
		return screen{}, errNothing
	}
	return screen{Text: locales.PresenceCodeOver(m.Meeting.Title), Keys: [][]key{
		{v.key(locales.PresenceCodeButton(), codeButton{Meeting: n.Meeting})},
	}}, nil
}

// The measures of the picture in pixels: its width, that of a digit, its
// height, and how thick its strokes are.
const (
	codeWide  = 480
	digitWide = 52
	digitHigh = 96
	digitPen  = 14
)

// segments are the strokes of each digit as on a clock radio, from the top
// clockwise and the middle last: a bit each, the top the lowest.
var segments = [10]byte{0b0111111, 0b0000110, 0b1011011, 0b1001111, 0b1100110, 0b1101101, 0b1111101, 0b0000111, 0b1111111, 0b1101111}

// codePicture draws a link as a QR code with six digits below it.
func codePicture(link, digits string) ([]byte, error) {
	code, err := qrcode.New(link, qrcode.Medium)
	if err != nil {
		return nil, fmt.Errorf("the code's picture: %w", err)
	}
	canvas := image.NewGray(image.Rect(0, 0, codeWide, codeWide+digitHigh+48))
	draw.Draw(canvas, canvas.Bounds(), image.White, image.Point{}, draw.Src)
	draw.Draw(canvas, image.Rect(0, 0, codeWide, codeWide), code.Image(codeWide), image.Point{}, draw.Src)
	const step, gap = digitWide + 16, 24 // a gap sets three digits apart from three
	left := (codeWide - 5*step - digitWide - gap) / 2
	for i, d := range digits {
		drawDigit(canvas, image.Pt(left+i*step+i/3*gap, codeWide), segments[d-'0'])
	}
	var out bytes.Buffer
	if err := png.Encode(&out, canvas); err != nil {
		return nil, fmt.Errorf("the code's picture: %w", err)
	}
	return out.Bytes(), nil
}

// drawDigit draws the strokes of one digit.
func drawDigit(canvas *image.Gray, at image.Point, strokes byte) {
	const w, h, p, half = digitWide, digitHigh, digitPen, (digitHigh + digitPen) / 2
	for i, r := range []image.Rectangle{
		image.Rect(0, 0, w, p), image.Rect(w-p, 0, w, half), image.Rect(w-p, half-p, w, h), image.Rect(0, h-p, w, h),
		image.Rect(0, half-p, p, h), image.Rect(0, 0, p, half), image.Rect(0, half-p, w, half),
	} {
		if strokes&(1<<i) != 0 {
			draw.Draw(canvas, r.Add(at), image.NewUniform(color.Black), image.Point{}, draw.Src)
		}
	}
}
