package office

import (
	"testing"
	"time"

	"huimin/fund"
	"huimin/store"
)

func TestSponsorsAreKeptByTheOffices(t *testing.T) {
	w := newWorld(t)
	add := func(by fund.Person, s fund.Sponsor) (kept fund.Sponsor) {
		w.must(by, func(a Act) (err error) { kept, err = w.office.AddSponsor(a, s); return err })
		return kept
	}
	firm := fund.Sponsor{Place: w.works.ID, Name: "车辆厂", Contact: "韦工", Reach: "0772 123", Consent: w.now}
	factory := add(w.staff, firm)
	bank := add(w.officer, fund.Sponsor{Place: w.street.ID, Name: "鹅山银行"})
	w.refuse(w.staff, ErrSponsorThere, func(a Act) error { _, err := w.office.AddSponsor(a, firm); return err })
	w.refuse(w.ann, fund.ErrNotAllowed, func(a Act) error { _, err := w.office.AddSponsor(a, firm); return err })
	w.refuse(w.staff2, fund.ErrNotAllowed, func(a Act) error { _, err := w.office.RetireSponsor(a, factory.ID); return err })
	firm.Name, firm.Consent = "另一家", time.Time{}
	w.refuse(w.staff, fund.ErrContactConsent, func(a Act) error { _, err := w.office.AddSponsor(a, firm); return err })
	names := func(at fund.Place) (list []string) {
		w.must(fund.Person{}, func(a Act) error {
			sponsors, err := w.office.Sponsors(a.Tx, at.ID)
			for _, s := range sponsors {
				list = append(list, s.Name)
			}
			return err
		})
		return list
	}
	if got := names(w.works); len(got) != 2 {
		t.Errorf("the community may choose among %q", got)
	}
	if got := names(w.lake); len(got) != 1 || got[0] != bank.Name {
		t.Errorf("the community next door may choose among %q", got)
	}
	w.agrees()

	// Their contact person is forgotten, in the record too; what they were stays.
	w.must(w.staff, func(a Act) error { _, err := w.office.RetireSponsor(a, factory.ID); return err })
	if got := names(w.works); len(got) != 1 {
		t.Errorf("a retired sponsor is offered: %q", got)
	}
	w.must(fund.Person{}, func(a Act) error {
		s, err := w.office.Sponsor(a.Tx, factory.ID)
		if s.Name != "车辆厂" || s.Contact != "" || s.Reach != "" || !s.Consent.IsZero() {
			t.Errorf("after retiring: %+v", s)
		}
		return err
	})
	w.refuse(w.staff, store.ErrNotFound, func(a Act) error { _, err := w.office.RetireSponsor(a, factory.ID); return err })
	if n := len(w.rows("SELECT 1 FROM record_salts")); n != 3 {
		t.Errorf("%d salts: two names of sponsors and one of those changed", n)
	}
	w.agrees()
}

func TestAReviewerSpeaksForABureau(t *testing.T) {
	w := newWorld(t)
	var token string
	w.must(w.reviewer, func(a Act) (err error) {
		token, _, err = w.office.InviteTo(a, Invitation{Role: fund.RoleDistrict, Place: w.district.ID, Bureau: fund.BureauFinance})
		return err
	})
	w.must(w.stray, func(a Act) error {
		g, err := w.office.AcceptInvite(a, token, "Stray Cat")
		if g.Bureau != fund.BureauFinance {
			t.Errorf("accepted %+v", g)
		}
		return err
	})
	w.refuse(w.reviewer, ErrBureau, func(a Act) error {
		_, _, err := w.office.InviteTo(a, Invitation{Role: fund.RoleStreet, Place: w.street.ID, Bureau: fund.BureauFinance})
		return err
	})
	w.agrees()
}

// agrees has books and record compared.
func (w *world) agrees() {
	w.t.Helper()
	w.must(fund.Person{}, func(a Act) error {
		v, err := w.office.Verify(a.Tx)
		for _, f := range v.Faults {
			w.t.Errorf("%+v", f)
		}
		return err
	})
}
