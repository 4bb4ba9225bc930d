package bot

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"strings"
	"testing"

	"huimin/store"
)

// withForms builds the rig's bot anew, with the form of these tests.
func (r *rig) withForms(f *formTalk) {
	r.t.Helper()
	var err error
	r.bot, err = newBot(Config{
		DB: r.db, Book: r.book, Token: r.tg.Token(), URL: "http://telegram.test", Client: r.client,
		Now: r.clock, Log: r.log, Limits: r.limits, Workers: 4,
		Operators: func(*store.Tx) ([]int64, error) { return r.ops, nil },
	}, []flow{operatorFlow, formFlow, testFlow, func(r *router) { f.formsOnly(r) }})
	if err != nil {
		r.t.Fatal(err)
	}
}

func grey(t *testing.T, shade uint8) []byte {
	t.Helper()
	m := image.NewGray(image.Rect(0, 0, 40, 30))
	m.SetGray(1, 1, color.Gray{Y: shade})
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestAFormOverTheWholePath(t *testing.T) {
	r := newRig(t)
	f := &formTalk{t: t}
	r.withForms(f)
	ann := r.person("Ann")
	c := ann.Private()
	step := func(want string, do func()) {
		t.Helper()
		do()
		r.settle()
		r.withForms(f) // a restart between any two steps
		if got := c.Last().Text; got != want {
			t.Fatalf("the last message is %q, want %q", got, want)
		}
	}
	press := func(label string) func() {
		return func() {
			t.Helper()
			if _, err := ann.Press(c.Last(), label); err != nil {
				t.Fatal(err)
			}
		}
	}
	step("What for the wish?", func() { ann.Say(c, "/wish") })
	first := c.Last()
	step("Kind?", func() { first = ann.Say(c, "lanp") })
	count := len(c.History())
	step("Photo?", press("Light"))
	if len(c.History()) != count {
		t.Error("the next question is a new message, not in place of the one that was pressed")
	}
	step("lamp / light:1 / 0 pictures", func() {
		press("⏭ Skip")()
		r.settle()
		ann.Edit(first, "lamp")
		r.settle()
		if got := c.Last().Text; !strings.HasSuffix(got, "lamp / light:1 / 0 pictures") {
			t.Fatalf("after the edit: %q", got)
		}
		press("✏️ Photo")()
		r.settle()
		press("➡️ Keep it as it is")()
	})
	count = len(c.History())
	step("lamp / light:1 / 3 pictures", func() {
		ann.Album(c, "", grey(t, 1), grey(t, 2), grey(t, 3))
	})
	if got := len(c.History()) - count; got != 4 {
		t.Errorf("%d messages for an album of three and one look", got)
	}
	step("Filed", press("✅ Send"))
	if len(f.sent) != 1 || len(f.sent[0].Photos) != 3 || f.sent[0].What != "lamp" {
		t.Errorf("sent %+v", f.sent)
	}
	r.clean()
}
