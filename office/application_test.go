package office

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"huimin/fund"
)

// open tries to put a project to the vote and gives what it lacks.
func (w *world) tryOpen(p fund.Project) (lacks []string) {
	w.t.Helper()
	err := w.try(w.staff, func(a Act) error {
		_, err := w.office.OpenBallot(a, p.ID, w.now.Add(24*time.Hour))
		return errors.Join(err, errUndone)
	})
	var not *NotReadyError
	if errors.As(err, &not) {
		for _, c := range not.Lacks {
			lacks = append(lacks, string(c.What)+" "+string(c.Lack))
		}
	} else if len(unjoined(err)) != 1 {
		w.t.Fatal(err)
	}
	return lacks
}

// What is asked for at 30,000 yuan, and at one fen more.
func TestAProjectIsPutTogetherBeforeTheVote(t *testing.T) {
	w := newWorld(t)
	w.bindAll()
	for cost, want := range map[fund.Money][]string{
		fund.Yuan(30_000):     {"negative all", "study all"},
		fund.Yuan(30_000) + 1: {"quotes vendors", "negative all", "study all"},
	} {
		p := w.adopted(cost)
		if got := w.tryOpen(p); !slices.Equal(got, want) {
			t.Errorf("%s yuan lack %q, want %q", cost.Decimal(), got, want)
		}
		w.ready(p)
		if got := w.tryOpen(p); len(got) != 0 {
			t.Errorf("%s yuan still lack %q", cost.Decimal(), got)
		}
		w.must(w.staff, func(a Act) error { _, err := w.office.Drop(a, p.ID, "Only a test"); return err })
	}
	w.sound()
}

func TestWhatIsOnTheNegativeListIsNotVotedOn(t *testing.T) {
	w := newWorld(t)
	w.bindAll()
	p := w.adopted(fund.Yuan(1000))
	w.ready(p)
	declare := func(items []fund.NegativeItem, why string) func(Act) error {
		return func(a Act) error { return w.office.DeclareNegative(a, p.ID, items, why) }
	}
	var short *fund.LengthError
	if err := w.try(w.staff, declare([]fund.NegativeItem{fund.NegativeDebts}, "")); !errors.As(err, &short) {
		t.Errorf("without a reason: %v", err)
	}
	w.must(w.staff, declare([]fund.NegativeItem{fund.NegativeDebts}, "It is a very old debt"))
	if got := w.tryOpen(p); !slices.Equal(got, []string{"negative barred"}) {
		t.Errorf("lacks %q", got)
	}
	w.must(w.staff, declare(nil, ""))
	if got := w.tryOpen(p); len(got) != 0 {
		t.Errorf("lacks %q", got)
	}
	// Another item of the catalogue: the list is gone through again, and so is the study.
	w.must(w.staff, func(a Act) error {
		_, _, err := w.office.Amend(a, p.ID, NewProject{Title: p.Title, Item: "GG3", Funding: p.Funding})
		return err
	})
	if got := w.tryOpen(p); !slices.Equal(got, []string{"negative anew", "study anew"}) {
		t.Errorf("lacks %q", got)
	}
	w.sound()
}

func TestQuotes(t *testing.T) {
	w := newWorld(t)
	w.bindAll()
	p := w.adopted(fund.Yuan(40_000))
	o := w.office
	step := func(want string, do func(Act) error) {
		t.Helper()
		w.must(w.staff, do)
		got := ""
		for _, l := range w.tryOpen(p) {
			if len(l) > 7 && l[:7] == "quotes " {
				got = l[7:]
			}
		}
		if got != want {
			t.Errorf("the quotes lack %q, want %q", got, want)
		}
	}
	paper := []fund.Photo{{FileID: "f", UniqueID: "u"}}
	add := func(vendor string, yuan int64, photos []fund.Photo) func(Act) error {
		return func(a Act) error {
			_, err := o.AddQuote(a, fund.Quote{Project: p.ID, Vendor: vendor, Amount: fund.Yuan(yuan), Photos: photos})
			return err
		}
	}
	choose := func(n int, why string) func(Act) error {
		return func(a Act) error { return o.ChooseQuote(a, p.ID, n, why) }
	}
	step("vendors", add("光明公司", 39_000, paper))
	step("vendors", add("光明 公司", 38_000, paper)) // the same firm again
	step("vendors", add("Star Ltd", 40_001, paper))
	step("pictures", add("Moon Ltd", 37_000, nil))
	step("choice", add("Sun Ltd", 36_000, paper))
	if err := w.try(w.staff, choose(1, "")); err == nil {
		t.Error("a dearer one was taken without a reason")
	}
	w.refuse(w.staff, ErrNoQuote, choose(6, ""))
	step("above", choose(3, "They are quick"))
	step("interest", choose(1, "They are near"))
	step("", func(a Act) error { return o.DeclareInterest(a, p.ID, fund.InterestNone, "") })
	step("", func(a Act) error {
		return o.DeclareInterest(a, p.ID, fund.InterestSome, "A cousin, who did not take part")
	})
	step("choice", func(a Act) error { return o.RemoveQuote(a, p.ID, 1) })
	step("", choose(5, ""))
	for _, who := range []fund.Person{w.ann, w.reps[0], w.supervisor, w.officer, w.reviewer, w.staff2} {
		w.refuse(who, fund.ErrNotAllowed, add("X", 1, nil))
		w.refuse(who, fund.ErrNotAllowed, choose(5, ""))
	}
	w.sound()
}

// Two projects of 25,000 are within what the community decides alone; one fen
// more, and they look split.
func TestProjectsThatLookSplit(t *testing.T) {
	w := newWorld(t)
	w.bindAll()
	first := w.adopted(fund.Yuan(25_000))
	w.opened(first, time.Hour)
	even := w.adopted(fund.Yuan(25_000))
	w.ready(even)
	if got := w.lacks(even); len(got) != 0 {
		t.Errorf("50,000 together lack %q", got)
	}
	w.must(w.staff, func(a Act) error { _, err := w.office.Drop(a, even.ID, "Only a test"); return err })
	above := w.adopted(fund.Yuan(25_000) + 1)
	if got := w.lacks(above); !slices.Contains(got, "split all") {
		t.Errorf("50,000.01 together lack %q", got)
	}
	w.ready(above)
	if got := w.tryOpen(above); len(got) != 0 {
		t.Errorf("with a reason it lacks %q", got)
	}
	third := w.adopted(fund.Yuan(1_000)) // comes later: it is the one that looks split
	if got := w.lacks(above); len(got) != 0 {
		t.Errorf("after a third it lacks %q", got)
	}
	if got := w.lacks(third); !slices.Contains(got, "split all") {
		t.Errorf("the third lacks %q", got)
	}
	w.opened(third, time.Hour) // on its way: now the reason of the second does not speak of it
	if got := w.lacks(above); !slices.Contains(got, "split all") {
		t.Errorf("after a third on its way it lacks %q", got)
	}
	w.sound()
}

func TestAStudyIsOfTheProjectAsItWas(t *testing.T) {
	w := newWorld(t)
	w.bindAll()
	p := w.adopted(fund.Yuan(1000))
	study := func(held time.Time) func(Act) error {
		return func(a Act) error {
			_, err := w.office.RecordStudy(a, p.ID, held, fund.Opinion{For: true}, fund.Opinion{Words: "Too dear"})
			return err
		}
	}
	for _, who := range []fund.Person{w.ann, w.reps[0], w.supervisor, w.officer, w.reviewer, w.staff2} {
		w.refuse(who, fund.ErrNotAllowed, study(w.now))
	}
	w.refuse(w.staff, ErrStudyDay, study(w.now.Add(time.Second)))
	w.refuse(w.staff, ErrStudyDay, study(w.now.AddDate(-1, 0, 0)))
	w.must(w.staff, study(w.now.AddDate(0, 0, -3)))
	amend := func(cost fund.Money) {
		w.must(w.staff, func(a Act) error {
			_, _, err := w.office.Amend(a, p.ID, NewProject{Title: p.Title, Item: p.Item, Funding: fund.Funding{Fund: cost}})
			return err
		})
	}
	for cost, want := range map[fund.Money]bool{fund.Yuan(1000): false, fund.Yuan(999): false, fund.Yuan(1000) + 1: true} {
		amend(cost)
		if got := slices.Contains(w.lacks(p), "study anew"); got != want {
			t.Errorf("studied at 1,000, now %s: anew %v, want %v", cost.Decimal(), got, want)
		}
	}
	w.sound()
}

func TestWhatIsPutTogetherStandsInTheRecord(t *testing.T) {
	w := newWorld(t)
	w.bindAll()
	p := w.adopted(fund.Yuan(40_000))
	w.ready(p)
	w.must(w.staff, func(a Act) error {
		return errors.Join(w.office.Describe(a, p.ID, "Light at night", "The old people"),
			w.office.SetPeriod(a, p.ID, w.now, w.now.AddDate(0, 0, 9)))
	})
	w.sound()
	db := w.tamper()
	for _, table := range []string{"applications", "quotes", "studies"} {
		for _, column := range w.rows("SELECT name || ' ' || type FROM pragma_table_info(?)", table) {
			name, kind, _ := strings.Cut(column, " ")
			if slices.Contains([]string{"negative", "split_with", "branch", "committee"}, name) { // of their own kind: below
				continue
			}
			key := "project"
			if table == "quotes" {
				key = "(project * 1000 + n)"
			}
			if table == "studies" {
				key = "id"
			}
			w.oneEdit(db, table, name, kind, key, w.rows("SELECT " + key + " FROM " + table + " LIMIT 1")[0])
		}
	}
	for _, change := range []string{`negative = '["debts"]'`, `split_with = '[9]'`} {
		w.edit(db, "UPDATE applications SET "+change)
		if len(w.verified().Faults) == 0 {
			t.Errorf("nobody noticed: %s", change)
		}
		w.edit(db, "UPDATE applications SET negative = '[]', split_with = '[]'")
	}
	for _, column := range []string{"branch", "committee"} {
		w.edit(db, "UPDATE studies SET "+column+" = 0")
		if len(w.verified().Faults) == 0 {
			t.Errorf("nobody noticed another opinion of the %s", column)
		}
		w.edit(db, "UPDATE studies SET "+column+" = 1")
	}
	w.sound()
}

func TestAnApplicationRefusesWhatIsNoAnswer(t *testing.T) {
	w := newWorld(t)
	p := w.adopted(fund.Yuan(1000))
	o := w.office
	long := make([]rune, 400)
	for i := range long {
		long[i] = '灯'
	}
	for what, do := range map[string]func(Act) error{
		"no purpose":    func(a Act) error { return o.Describe(a, p.ID, "...", "everybody") },
		"long purpose":  func(a Act) error { return o.Describe(a, p.ID, string(long), "everybody") },
		"for nobody":    func(a Act) error { return o.Describe(a, p.ID, "Light at night", " ") },
		"next year":     func(a Act) error { return o.SetPeriod(a, p.ID, w.now, w.now.AddDate(1, 0, 0)) },
		"backwards":     func(a Act) error { return o.SetPeriod(a, p.ID, w.now, w.now.AddDate(0, 0, -1)) },
		"no such item":  func(a Act) error { return o.DeclareNegative(a, p.ID, []fund.NegativeItem{"fun"}, "It is fun to do") },
		"no such words": func(a Act) error { return o.DeclareInterest(a, p.ID, fund.InterestSome, "") },
		"no such kind":  func(a Act) error { return o.DeclareInterest(a, p.ID, "much", "") },
		"eleven photos": func(a Act) error { return o.AddBefore(a, p.ID, make([]fund.Photo, 11)) },
	} {
		if err := w.try(w.staff, do); err == nil {
			t.Errorf("%s was taken", what)
		}
	}
	w.sound()
}
