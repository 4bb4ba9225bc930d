package store

import (
	"slices"
	"strings"
	"testing"
)

// keptColumns are the text columns in which words of somebody who was erased may
// stay, or none of theirs can be, each with the reason. Every other text column
// is blanked with its writer, or searched for what they wrote.
var keptColumns = map[string]string{
	"papers.choice":         "our words; nobody knows whose they are",
	"evaluation_words.text": "nobody knows whose they are; gone a year after the rating closed",
	"vouchers.payee":        "accounts: whom an invoice paid is kept as the law on accounting archives asks",
	"vouchers.note":         "accounts: why an entry was corrected; that of the person's own receipts goes",
	"pledges.name":          "an organisation's name",
	"pledges.contact":       "another person's name, kept as long as that person agrees",
	"sponsors.name":         "an organisation's name",
	"sponsors.contact":      "another person's name, kept as long as that person agrees",
	"sponsors.reach":        "how to reach that person, likewise",
	"projects.sponsor_name": "an organisation's name",
	"projects.standing":     "figures, and an organisation's name",
	"quotes.vendor":         "an organisation's name",
	"chats.title":           "a group's title, as Telegram gives it",
	"doors.key":             "a door's number, gone two years after the last visit",
	"doors.label":           "a door's number, likewise",
	"doors.building":        "a building's name",
	"households.building":   "a building's name",
	"households.doorway":    "a doorway's name",
	"places.name":           "a place's name", "places.name_en": "a place's name",
	"programmes.text": "the rules", "programmes.digest": "a digest",
	"people.name": "a star once erased", "people.lang": "a language's code",
	"uploads.name": "gone with its sender",
	"invites.name": "gone with whoever used it, or when it runs out",
	"record.data":  "words only as salted hashes", "record.what": "our word",
	"inbox.error": "our words", "outbox.error": "Telegram's words", "outbox.key": "ids", "outbox.kind": "our word", "outbox.topic": "ids",
	"sessions.form": "our word", "sessions.step": "our word", "posts.topic": "ids", "poll_posts.telegram": "Telegram's id",
	"yearbooks.figures": "figures", "inspections.findings": "figures", "jobs.name": "our word",
	"applications.interest_of": "numbers of people", "applications.declared_of": "an item's code",
	"applications.negative": "codes", "applications.split_with": "numbers of projects",
}

// ownColumns are the columns that are blanked with whoever wrote them.
var ownColumns = []string{
	"requests.text", "requests.place", "comments.text", "complaints.text", "contributions.text", "complaints.raise_reason", "disputes.reason",
	"oversight_notes.text", "acceptance_members.reason", "petitions.subject",
}

// TestEveryTextColumnIsErasedOrHasAReason walks the schema: a new text column
// must be reached by the erasure, or be given a reason.
func TestEveryTextColumnIsErasedOrHasAReason(t *testing.T) {
	db := openTemp(t)
	reached := slices.Clone(ownColumns)
	for _, q := range quotedColumns() {
		reached = append(reached, q.table+"."+q.column)
	}
	for _, c := range textColumns(t, db) {
		_, kept := keptColumns[c]
		if erased := slices.Contains(reached, c); kept == erased {
			t.Errorf("%s: kept for a reason: %v; reached: %v", c, kept, erased)
		}
	}
}

// textColumns are those that people's words could be in: text without a list of
// allowed words, and not a code, a list of pictures or what SQLite and goose keep.
func textColumns(t *testing.T, db *DB) (list []string) {
	t.Helper()
	column := func(query string, args ...any) (list []string) {
		err := db.Read(t.Context(), func(tx *Tx) (err error) {
			list, err = all(tx, scalar[string], query, args...)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return list
	}
	for _, table := range column("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'goose_%'") {
		ddl := column("SELECT sql FROM sqlite_schema WHERE name = ?", table)[0]
		for _, c := range column("SELECT name FROM pragma_table_info(?) WHERE type = 'TEXT'", table) {
			switch {
			case strings.Contains(ddl, "CHECK ("+c+" IN ("), strings.HasSuffix(c, "photos"):
			case slices.Contains([]string{"status", "kind", "role", "item", "number", "code", "lang", "source", "counts", "bureau", "ground", "key"}, c) && table != "doors" && table != "outbox":
			default:
				list = append(list, table+"."+c)
			}
		}
	}
	return list
}
