package bot

import (
	"fmt"
	"time"

	"github.com/skip2/go-qrcode"

	"huimin/fund"
	"huimin/locales"
	"huimin/office"
	"huimin/report"
	"huimin/sheet"
)

// sheetQR is the side of a link's picture in a spreadsheet, in pixels.
const sheetQR = 180

// RosterSheet makes the spreadsheet to print and cut: a line for everybody who
// is invited, with the link and its picture. link makes a link of a token.
func RosterSheet(b *locales.Book, l locales.Lang, zone *time.Location, links []office.RosterLink, link func(token string) string) ([]byte, error) {
	columns := []string{"community", "person", "role", "from", "until", "expires", "link", "qr"}
	var rows [][]any
	var pictures []sheet.Picture
	for i, v := range links {
		until := v.Line.Until
		if !until.IsZero() {
			until = fund.LastDay(until.In(zone))
		}
		url := link(v.Token)
		rows = append(rows, []any{v.Place.Name, v.Line.Name, v.Line.Role, v.Line.From, until, v.Expires.In(zone), url, ""})
		picture, err := qrcode.Encode(url, qrcode.Medium, sheetQR)
		if err != nil {
			return nil, fmt.Errorf("picture of a link: %w", err)
		}
		pictures = append(pictures, sheet.Picture{Row: i + 2, Column: len(columns), PNG: picture})
	}
	t, err := report.Table(b, l, "links", columns, rows)
	if err != nil {
		return nil, err
	}
	return sheet.XLSX(pictures, t)
}

// InviteLink makes the link by which an invitation is opened, for a bot's name
// without @.
func InviteLink(username, token string) string {
	return "https://t.me/" + username + "?start=" + string(wantInvite) + token
}
