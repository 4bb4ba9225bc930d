package bot

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"strings"

	"huimin/office"
)

// gone has a message deleted.
func gone(_ *view, data json.RawMessage) (screen, error) {
	d, err := read[office.Gone](data)
	return screen{Gone: d.Message}, err
}

// deleting is the call that deletes a message. Done twice it does no harm.
func (c composer) deleting(message int) part {
	return part{method: methodDelete, params: params{ChatID: c.chat, MessageID: message}, edit: true}
}

const methodDelete = "deleteMessage"

// takeAway deletes a message. Telegram lets a bot that does not run the group
// delete nothing older than two days, but edit its own messages for ever: then
// an empty picture stands where the picture was, and no words.
func (s *sender) takeAway(ctx context.Context, p part) error {
	_, err := s.send(ctx, p)
	why := badRequest(err)
	switch {
	case strings.Contains(why, "message to delete not found"):
		return nil
	case !strings.Contains(why, "message can't be deleted"):
		return err
	}
	empty, err := emptyPicture()
	if err != nil {
		return err
	}
	p.method, p.file = "editMessageMedia", &upload{Field: "empty", Name: "empty.png", Type: "image/png", Bytes: empty}
	p.params.Media = photoMedia{Type: "photo", Media: "attach://empty"}
	_, err = s.send(ctx, p)
	if why := badRequest(err); strings.Contains(why, "message to edit not found") || strings.Contains(why, "message is not modified") {
		return nil
	}
	return err
}

// emptyPicture is a small grey rectangle as a PNG.
func emptyPicture() ([]byte, error) {
	grey := image.NewGray(image.Rect(0, 0, 320, 120))
	draw.Draw(grey, grey.Bounds(), image.NewUniform(color.Gray{Y: 0xE6}), image.Point{}, draw.Src)
	var out bytes.Buffer
	if err := png.Encode(&out, grey); err != nil {
		return nil, fmt.Errorf("empty picture: %w", err)
	}
	return out.Bytes(), nil
}
