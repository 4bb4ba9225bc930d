package fund

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestReadDoor(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		text, key, building string
		err                 error
	}{
		"as it stands on the door":       {text: "5栋2单元301", key: "5-2-301", building: "5"},
		"in numbers":                     {text: "5-2-301", key: "5-2-301", building: "5"},
		"with a room's word":             {text: "5幢 2单元 301室", key: "5-2-301", building: "5"},
		"in English":                     {text: "Building 5, entrance 2, flat 301", key: "5-2-301", building: "5"},
		"in wide digits":                 {text: "５栋２单元３０１", key: "5-2-301", building: "5"},
		"zeros in front do not matter":   {text: "05-0301", key: "5-301", building: "5"},
		"a street in front":              {text: "鹅山路12号5栋301", key: "鹅山路-12-5-301", building: "鹅山路-12-5"},
		"a house alone":                  {text: "12号", key: "12", building: "12"},
		"a building alone":               {text: "5栋", key: "5", building: "5"},
		"a building with a letter":       {text: "A座1203", key: "a-1203", building: "a"},
		"a flat with a letter":           {text: "5栋301A", key: "5-301a", building: "5"},
		"the longest number":             {text: "12345", key: "12345", building: "12345"},
		"a zero before a letter":         {text: "5栋00A", key: "5-0a", building: "5"},
		"a name behind it":               {text: "5栋301张阿姨", err: ErrDoorName},
		"a name behind a space":          {text: "5-301 Wang", err: ErrDoorName},
		"a telephone number":             {text: "13877212345", err: ErrDoorPhone},
		"one digit more than a door has": {text: "123456", err: ErrDoorPhone},
		"no number":                      {text: "张阿姨家", err: ErrNoDoor},
		"somebody's, without a number":   {text: "Mrs Zhang's", err: ErrNoDoor},
		"somebody's, with one":           {text: "5-301 Zhang's", err: ErrDoorName},
		"a letter is no number":          {text: "A座", err: ErrNoDoor},
		"nothing":                        {text: "  ", err: ErrNoDoor},
		"dots":                           {text: "…", err: ErrNoDoor},
		"as long as a door may be": {
			text: strings.Repeat("路", 39) + "5", key: strings.Repeat("路", 39) + "-5", building: strings.Repeat("路", 39) + "-5",
		},
		"one character longer than it may": {text: strings.Repeat("路", 39) + "15", err: ErrNoDoor},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d, err := ReadDoor(c.text)
			if !errors.Is(err, c.err) || d.Key != c.key || d.Building != c.building {
				t.Errorf("%q is %q in %q, %v; want %q in %q, %v", c.text, d.Key, d.Building, err, c.key, c.building, c.err)
			}
		})
	}
}

// A door's key is read as itself: what was kept can be read again.
func TestDoorKeyIsStable(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		d, err := ReadDoor(rapid.StringOfN(rapid.RuneFrom([]rune("1234567890栋单元号楼室-ab张 ")), 1, 30, -1).Draw(t, "door"))
		if err != nil || utf8.RuneCountInString(d.Key) > maxDoor { // its hyphens may make it longer than what people may write
			return
		}
		again, err := ReadDoor(d.Key)
		if err != nil || again.Key != d.Key {
			t.Fatalf("%q reads as %q, and that as %q, %v", d.Label, d.Key, again.Key, err)
		}
	})
}
