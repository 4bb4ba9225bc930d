package office

import (
	"fmt"
	"strings"
	"testing"

	"huimin/fund"
	"huimin/store"
)

// A community at the limits: 500 open suggestions of 1,000 characters. The
// transaction in which they are compared is the one that writes.
func BenchmarkSimilarAtTheLimits(b *testing.B) {
	prog, err := fund.Liuzhou()
	if err != nil {
		b.Fatal(err)
	}
	db, err := store.Open(b.Context(), b.TempDir()+"/huimin.db")
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if err := db.Close(); err != nil {
			b.Error(err)
		}
	})
	text := []rune(strings.Repeat("楼道灯坏了晚上看不见请装一盏新的灯好吗谢谢大家", 45))
	now := prog.BulletinAt(fund.Quarter{Year: 2026, N: 1})
	err = db.Write(b.Context(), func(tx *store.Tx) error {
		city, err := tx.AddPlace(fund.Place{Kind: fund.PlaceCity, Code: "LZ", Name: "柳州"})
		if err != nil {
			return err
		}
		staff, err := tx.AddPerson(fund.Person{Telegram: 1, Name: "陈**", Lang: "zh", Created: now})
		if err != nil {
			return err
		}
		for i := range maxCompared {
			if _, err := tx.AddRequest(fund.Request{
				Number: fmt.Sprint(i), Community: city, EnteredBy: staff, Source: fund.SourcePaper, Status: fund.RequestOpen,
				Text: string(text[i%23:][:1000]), Filed: now, Changed: now,
			}); err != nil {
				return err
			}
		}
		o := New(fund.Always(prog))
		for b.Loop() {
			list, err := o.Similar(tx, city, string(text), 3)
			if err != nil || len(list) != 3 {
				return fmt.Errorf("found %d: %w", len(list), err)
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
}
