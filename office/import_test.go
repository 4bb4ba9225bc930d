package office

import (
	"errors"
	"strings"
	"testing"

	"huimin/fund"
)

// importing reads lines of tables, set apart by |, as a file called f.
func (w *world) importing(tables ...string) (fund.Import, []fund.Flaw) {
	w.t.Helper()
	var list []fund.Table
	for _, text := range tables {
		t := fund.Table{Name: "f"}
		for _, line := range strings.Split(text, "|") {
			t.Rows = append(t.Rows, strings.Split(line, ","))
		}
		list = append(list, t)
	}
	return fund.ReadImport(list, w.now)
}

func (w *world) importPlan(by fund.Person, tables ...string) (p ImportPlan) {
	w.t.Helper()
	in, flaws := w.importing(tables...)
	w.must(by, func(a Act) (err error) { p, err = w.office.PlanImport(a, in, flaws, false); return err })
	return p
}

func (w *world) imported(by fund.Person, again bool, tables ...string) (p ImportPlan, links []RosterLink) {
	w.t.Helper()
	in, flaws := w.importing(tables...)
	w.must(by, func(a Act) (err error) { p, links, err = w.office.Import(a, in, flaws, again); return err })
	return p, links
}

const (
	placesHead     = "kind,code,name,name_en,parent"
	householdsHead = "community,building,doorway,households"
	rosterHead     = "community,person,role,bureau,from,until"
)

func TestAnImportChangesEverythingOrNothing(t *testing.T) {
	w := newWorld(t)
	places := placesHead + "|社区,NEW,新社区,New,YFS|区,YF,鱼峰区,Yufeng,LZ|社区,HP,湖畔新社区,Lakeside,YFS"
	households := householdsHead + "|NEW,1栋,1单元,50|湖畔新社区,1栋,,30"
	roster := rosterHead + "|NEW,王小明,,,,2027-02-28|NEW,李芳,,,,2027-02-28|NEW,张三,,,,2027-02-28|YF,吴,城区审核人员,审计局,,"
	before := w.dump()
	p := w.importPlan(w.admin, places, households, roster)
	if len(p.Flaws) != 0 || p.Count(StepAdd) != 3 || p.Count(StepChange) != 1 || p.Count(StepInvite) != 4 || p.Count(StepSame) != 1 {
		t.Errorf("planned %+v", p)
	}
	if len(p.Wanting) != 2 || p.Wanting[1].Have != 3 || p.Wanting[1].Most != 2 || p.Wanting[0].Least != 1 {
		t.Errorf("too few for the one and too many for the other: %+v", p.Wanting)
	}
	if after := w.dump(); after != before {
		t.Errorf("a dry run changed %s", difference(before, after))
	}

	// One mistake, and nothing is changed.
	in, flaws := w.importing(places, households+"|NOWHERE,1栋,,3", roster)
	var wrong *ImportError
	err := w.try(w.admin, func(a Act) error { _, _, err := w.office.Import(a, in, flaws, false); return err })
	if !errors.As(err, &wrong) || len(wrong.Flaws) != 1 || wrong.Flaws[0].Kind != fund.FlawUnknown || wrong.Flaws[0].Row != 4 {
		t.Errorf("%v", err)
	}
	if after := w.dump(); after != before {
		t.Errorf("a refused import changed %s", difference(before, after))
	}

	_, links := w.imported(w.admin, false, places, households, roster)
	if len(links) != 4 {
		t.Fatalf("%d links", len(links))
	}
	if again := w.importPlan(w.admin, places, households, roster); again.Changes() != 0 || again.Count(StepWaits) != 4 {
		t.Errorf("a second time it would change %+v", again)
	}
	w.must(w.stray, func(a Act) error {
		g, err := w.office.AcceptInvite(a, links[0].Token, "")
		if g.Role != fund.RoleRepresentative || g.Term.Format("2006-01-02") != "2027-03-01" {
			t.Errorf("accepted %+v", g)
		}
		return err
	})
	if p := w.person(w.stray); p.Name != "王小明" {
		t.Errorf("the one who accepts is called %q", p.Name)
	}
	w.agrees()

	// Another term for one who serves, new links for those who have not answered.
	longer := strings.ReplaceAll(roster, "王小明,,,,2027", "王小明,,,,2028")
	p, fresh := w.imported(w.admin, true, longer)
	if p.Count(StepChange) != 1 || p.Count(StepAgain) != 3 || len(fresh) != 3 {
		t.Errorf("%+v, %d links", p, len(fresh))
	}
	w.refuse(w.ann, ErrInviteExpired, func(a Act) error { _, err := w.office.AcceptInvite(a, links[1].Token, ""); return err })
	w.agrees()
}

func TestWhatDoesNotFitThePlacesThereAre(t *testing.T) {
	w := newWorld(t)
	for name, c := range map[string]struct {
		table string
		want  fund.FlawKind
		other string
		n     int
	}{
		"a code twice":                    {placesHead + "|社区,NEW,a,,YFS|社区,NEW,b,,YFS", fund.FlawTwice, "f", 2},
		"a place that moves":              {placesHead + "|社区,CD,车辆厂东社区,Workshop East,LBS", fund.FlawMoved, "YFS", 0},
		"a place of another level":        {placesHead + "|街道,CD,车辆厂东社区,Workshop East,YF", fund.FlawChanged, "community", 0},
		"a parent that is nowhere":        {placesHead + "|社区,NEW,a,,QQQ", fund.FlawUnknown, "", 0},
		"a community in a district":       {placesHead + "|社区,NEW,a,,YF", fund.FlawParent, "street", 0},
		"households of a street":          {householdsHead + "|YFS,1栋,,3", fund.FlawPlaceKind, "street", 0},
		"a doorway twice":                 {householdsHead + "|CD,1栋,,3|车辆厂东社区,1栋,,3", fund.FlawTwice, "f", 2},
		"a misspelt community":            {householdsHead + "|车辆厂西社区,1栋,,3", fund.FlawUnknown, "CD 车辆厂东社区", 0},
		"a representative of a street":    {rosterHead + "|YFS,王,,,,", fund.FlawPlaceKind, "street", 0},
		"a street reviewer of a district": {rosterHead + "|YF,王,街道审核人员,,,", fund.FlawPlaceKind, "district", 0},
		"somebody twice":                  {rosterHead + "|CD,王,,,,|CD,王,,,,", fund.FlawTwice, "f", 2},
	} {
		t.Run(name, func(t *testing.T) {
			p := w.importPlan(w.admin, c.table)
			if len(p.Flaws) != 1 || p.Flaws[0].Kind != c.want || p.Flaws[0].Other != c.other || p.Flaws[0].N != c.n {
				t.Errorf("%+v", p.Flaws)
			}
		})
	}
}

func TestOnlyThoseWhoAdministrateImport(t *testing.T) {
	w := newWorld(t)
	table := placesHead + "|社区,NEW,新社区,,YFS"
	for _, p := range []fund.Person{w.staff, w.officer, w.reviewer, w.ann, {}} {
		plan := w.importPlan(p, table)
		if len(plan.Flaws) != 1 || plan.Flaws[0].Kind != fund.FlawDenied {
			t.Errorf("person %d: %+v", p.ID, plan.Flaws)
		}
	}
	below := w.hold(w.stray, w.admin, fund.RoleAdmin, w.district)
	if p := w.importPlan(below, table); len(p.Flaws) != 0 {
		t.Errorf("an administrator of the district: %+v", p.Flaws)
	}
	if p := w.importPlan(below, placesHead+"|社区,NEW,新社区,,LBS|市,GL,桂林市,,"); len(p.Flaws) != 2 {
		t.Errorf("elsewhere: %+v", p.Flaws)
	}
}

func TestTablesComeBackAsTheyWent(t *testing.T) {
	w := newWorld(t)
	w.imported(w.admin, false, householdsHead+"|CD,1栋,1单元,50|HP,1栋,,30", rosterHead+"|CD,王小明,,,2027-01-01,2027-02-28")
	var rows int
	w.must(fund.Person{}, func(a Act) error {
		for _, table := range w.office.Tables() {
			list, err := table.Rows(a, 0)
			if err != nil {
				return err
			}
			for _, row := range list {
				if len(row) != len(table.Columns) {
					t.Errorf("%s has %d columns and %d cells", table.Name, len(table.Columns), len(row))
				}
			}
			rows += len(list)
		}
		return nil
	})
	if rows < 20 {
		t.Errorf("%d rows", rows)
	}
}
