package bot

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"huimin/bot/dialog"
	"huimin/fund"
	"huimin/locales"
	"huimin/office"
)

// maxEcho is how much of what nobody knows is repeated to whoever wrote it.
const maxEcho = 40

// takeListed takes an answer to a list of requests: one of its buttons, the
// number of its line, or a request's own number; 0 for none of them, "n".
func takeListed(t *turn, o *office.Office, list []fund.RequestID, a dialog.Answer) (fund.RequestID, error) {
	switch a.Choice {
	case "":
		return writtenOf(t, o, list, a.Text)
	case "n":
		return 0, nil
	}
	id, err := strconv.ParseInt(a.Choice, 10, 64)
	return fund.RequestID(id), err
}

// writtenOf is the request of a list that somebody named in words.
func writtenOf(t *turn, o *office.Office, list []fund.RequestID, text string) (fund.RequestID, error) {
	if n, ok := lineNumber(text); ok && n >= 1 && n <= len(list) {
		return list[n-1], nil
	}
	r, err := found(o.RequestByNumber(t.tx, text))
	if err != nil {
		return 0, err
	}
	if r.ID == 0 || !slices.Contains(list, r.ID) {
		return 0, dialog.Again(locales.FormPressOrNumber())
	}
	return r.ID, nil
}

// lineNumber reads the number of a line as people write it: "2", "２", "2.",
// "№ 2", "2️⃣".
func lineNumber(text string) (int, bool) {
	digits := strings.Map(func(r rune) rune {
		switch {
		case r >= '０' && r <= '９':
			return r - '０' + '0'
		case unicode.IsLetter(r), r >= '0' && r <= '9':
			return r
		}
		return -1
	}, text)
	n, err := strconv.Atoi(digits)
	return n, err == nil
}

// albumIn gives the pictures of a form after an answer, up to as many as are
// taken.
func albumIn(t *turn, o *office.Office, had []dialog.Photo, a dialog.Answer) ([]dialog.Photo, error) {
	if len(a.Photos) == 0 {
		return had, dialog.Again(locales.FormPhotoPlease())
	}
	most := o.Rules(t.now).Requests.MaxPhotos
	list := a.Album(had)
	if len(list) > most && len(had) >= most {
		return had, dialog.Enough(locales.SuggestPhotosFull(most))
	}
	return list[:min(len(list), most)], nil
}

// venueIn is the name that Telegram gives a shared place, if it may be a place
// in words; the place itself is kept in any case.
func venueIn(t *turn, o *office.Office, p *dialog.Point) string {
	if o.Rules(t.now).Requests.CheckWhere(p.Name) != nil {
		return ""
	}
	return strings.TrimSpace(p.Name)
}

// placeWords says where something is at a last look: in words, on the map, or
// both; the zero Message for neither.
func placeWords(where string, at *fund.Point) locales.Message {
	switch {
	case where != "" && at != nil:
		return locales.AdoptPinnedToo(where)
	case where != "":
		return locales.Text(where)
	case at != nil:
		return locales.AdoptPinned()
	}
	return locales.Message{}
}
