package main

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"strings"
)

// The colours of the demo's photos.
var (
	sky    = color.RGBA{0xbf, 0xd9, 0xea, 0xff}
	ground = color.RGBA{0xc9, 0xc2, 0xb2, 0xff}
	wall   = color.RGBA{0xe6, 0xd8, 0xc3, 0xff}
	window = color.RGBA{0x6f, 0x8a, 0x9c, 0xff}
	worn   = color.RGBA{0x8a, 0x7f, 0x70, 0xff}
	fresh  = color.RGBA{0xa4, 0x3b, 0x2e, 0xff}
	steel  = color.RGBA{0x5c, 0x66, 0x70, 0xff}
	green  = color.RGBA{0x6d, 0x9a, 0x5b, 0xff}
)

// drawn keeps the pictures that were drawn: a year has many sheets of paper that
// look the same.
type drawn map[string][]byte

// paint draws a picture, or gives the one drawn before.
func (d drawn) paint(picture string) []byte {
	if d[picture] == nil {
		d[picture] = paint(picture)
	}
	return d[picture]
}

// paint draws a photo for the demo: "corridor" or "ramp", as it was, or, with
// " after", as it became; else an empty land.
func paint(picture string) []byte {
	of, after := strings.CutSuffix(picture, " after")
	img := image.NewRGBA(image.Rect(0, 0, 480, 320))
	fill := func(c color.Color, x, y, w, h int) {
		draw.Draw(img, image.Rect(x, y, x+w, y+h), image.NewUniform(c), image.Point{}, draw.Src)
	}
	fill(sky, 0, 0, 480, 200)
	fill(ground, 0, 200, 480, 120)
	switch of {
	case "corridor":
		paintCorridor(fill, after)
	case "ramp":
		paintDoor(fill, after)
	case "paper":
		paintPaper(fill)
	}
	var out bytes.Buffer
	if err := png.Encode(&out, img); err != nil {
		return nil // a buffer takes everything
	}
	return out.Bytes()
}

// paintPaper draws a sheet with lines and a red stamp.
func paintPaper(fill func(c color.Color, x, y, w, h int)) {
	fill(worn, 0, 0, 480, 320)
	fill(color.White, 60, 24, 360, 272)
	for y := 60; y < 240; y += 28 {
		fill(steel, 90, y, 260, 4)
		fill(steel, 370, y, 30, 4)
	}
	fill(fresh, 320, 226, 70, 44)
	fill(color.White, 326, 232, 58, 32)
	fill(fresh, 346, 242, 18, 12)
}

// paintCorridor draws a roofed walk in a park, its roof with holes or whole.
func paintCorridor(fill func(c color.Color, x, y, w, h int), after bool) {
	fill(green, 0, 150, 480, 60)
	roof := worn
	if after {
		roof = fresh
	}
	fill(roof, 30, 90, 420, 26)
	for x := 44; x < 450; x += 62 {
		fill(roof, x, 110, 12, 130)
	}
	if !after {
		for _, x := range []int{96, 210, 232, 351} {
			fill(sky, x, 90, 20, 20)
		}
		fill(worn, 120, 226, 70, 8)
		return
	}
	for x := 66; x < 430; x += 62 {
		fill(worn, x, 206, 36, 8)
		fill(worn, x+4, 214, 4, 22)
		fill(worn, x+28, 214, 4, 22)
	}
}

// paintDoor draws the door of a house above steps, later with a ramp.
func paintDoor(fill func(c color.Color, x, y, w, h int), after bool) {
	fill(wall, 60, 20, 360, 200)
	for x := 84; x < 400; x += 84 {
		fill(window, x, 44, 44, 48)
	}
	fill(steel, 206, 120, 60, 100)
	for i := range 4 {
		fill(worn, 190-8*i, 220+14*i, 92+16*i, 14)
	}
	if !after {
		return
	}
	for x := range 180 {
		fill(ground, 290+x, 220+x/3, 1, 64-x/3)
		fill(steel, 290+x, 190+x/3, 1, 4)
	}
}
