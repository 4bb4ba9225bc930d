package store

import (
	"strings"
	"testing"
)

// What runs for every update or message must not walk through a table that
// grows for years.
func TestFrequentQueriesUseAnIndex(t *testing.T) {
	db := openTemp(t)
	for name, query := range map[string]string{
		"inbox":       "SELECT seq FROM inbox WHERE status = 'waiting' ORDER BY seq LIMIT 64",
		"finish":      "UPDATE inbox SET status = 'done', body = NULL WHERE status = 'waiting' AND seq <= 5",
		"outbox":      "SELECT id FROM outbox WHERE status = 'waiting' AND rev > 7 ORDER BY rev LIMIT 9",
		"topic":       "UPDATE outbox SET rev = 1 WHERE chat = 1 AND topic = 'a' AND status = 'waiting'",
		"parked":      "UPDATE outbox SET rev = 1 WHERE chat = 1 AND topic = 'a' AND status = 'parked' AND status <> 'sent'",
		"uncertain":   "SELECT id FROM outbox WHERE chat = 1 AND status = 'uncertain' AND status <> 'sent' ORDER BY id",
		"park":        "UPDATE outbox SET status = 'parked' WHERE chat = 1 AND status IN ('waiting', 'sending') AND status <> 'sent'",
		"abandoned":   "SELECT id FROM outbox WHERE status = 'sending' ORDER BY id",
		"posts under": "SELECT topic FROM posts WHERE topic >= 'task:5:' AND topic < 'task:5;'",
		"in the dark": "SELECT id FROM outbox d WHERE d.chat = 1 AND d.topic = 'a' AND d.status IN ('sending', 'uncertain', 'arrived') AND d.status <> 'sent'",
		"post at":     "SELECT topic FROM posts WHERE chat = 1 AND message = 2",
		"person":      "SELECT id FROM people WHERE telegram = 5",
		"record":      "SELECT coalesce(max(seq) + 1, 0) FROM record",
	} {
		plan := planOf(t, db, query)
		if strings.Contains(plan, "SCAN") && !strings.Contains(plan, "INDEX") {
			t.Errorf("%s: %s", name, plan)
		}
	}
}

func planOf(t *testing.T, db *DB, query string) (plan string) {
	t.Helper()
	rows, err := db.writer.QueryContext(t.Context(), "EXPLAIN QUERY PLAN "+query)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := rows.Close(); err != nil {
			t.Error(err)
		}
	}()
	for rows.Next() {
		var id, parent, unused int
		var detail string
		if err := rows.Scan(&id, &parent, &unused, &detail); err != nil {
			t.Fatal(err)
		}
		plan += detail + "; "
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return plan
}
