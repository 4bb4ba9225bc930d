package office

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"huimin/fund"
	"huimin/store"
)

func TestASponsorsContactIsKeptOnlyAsLongAsTheyAgree(t *testing.T) {
	w := newWorld(t)
	w.bindAll()
	p := w.coFinanced(fund.Funding{Fund: fund.Yuan(10_000), Sponsor: fund.Yuan(11_000), SponsorName: "Carriage Works"})
	pledge := func(contact string, agreed bool) (g fund.Pledge, err error) {
		err = w.try(w.staff, func(a Act) (err error) {
			g, err = w.office.PledgeSponsor(a, p.ID, "Carriage Works", contact, agreed, fund.Yuan(1_000))
			return err
		})
		return g, err
	}
	if _, err := pledge("Ms Qzwei", false); !errors.Is(err, fund.ErrContactConsent) {
		t.Errorf("nobody asked them: %v", err)
	}
	nobody, err := pledge("", false)
	if err != nil || nobody.Contact != "" || !nobody.Agreed.IsZero() {
		t.Errorf("without a contact: %+v, %v", nobody, err)
	}
	g, err := pledge("Ms Qzwei", true)
	if err != nil || g.AgreedBy != w.staff.ID || !g.Agreed.Equal(w.now) {
		t.Errorf("agreed: %+v, %v", g, err)
	}
	second, err := pledge("Ms Qzwei", true)
	if err != nil {
		t.Fatal(err)
	}
	said := w.rows("SELECT json_extract(data, '$.agreed_by') || ' ' || json_extract(data, '$.agreed') FROM record WHERE what = ? AND json_extract(data, '$.id') = ?", recordPledged, g.ID)
	if want := fmt.Sprintf("%d %d", w.staff.ID, w.now.Unix()); len(said) != 1 || said[0] != want {
		t.Errorf("recorded %q, want %q", said, want)
	}

	forget := func(id fund.PledgeID) func(Act) error {
		return func(a Act) error { _, err := w.office.ForgetContact(a, id); return err }
	}
	w.refuse(w.ann, fund.ErrNotAllowed, forget(g.ID))
	w.must(w.staff, forget(g.ID))
	w.refuse(w.staff, store.ErrNotFound, forget(g.ID))
	if n := strings.Count(w.dump(), "Qzwei"); n != 1 {
		t.Errorf("%d times in the books, want the other pledge's alone", n)
	}
	w.sound()

	// Whoever takes the contact out of the list of sponsors takes it out of what they pledged.
	var s fund.Sponsor
	w.must(w.staff, func(a Act) (err error) {
		s, err = w.office.AddSponsor(a, fund.Sponsor{Place: w.works.ID, Name: "Carriage Works", Contact: "Ms Qzwei", Consent: a.Now})
		return err
	})
	s.Contact = ""
	w.must(w.staff, func(a Act) error { _, err := w.office.ChangeSponsor(a, s); return err })
	if strings.Contains(w.dump(), "Qzwei") {
		t.Errorf("still kept on pledge %d", second.ID)
	}
	w.sound()
}
