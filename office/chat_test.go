package office

import (
	"testing"

	"huimin/fund"
	"huimin/store"
)

func TestBindingAChat(t *testing.T) {
	w := newWorld(t)
	bind := func(chat int64, kind store.ChatKind, place fund.Place, purpose store.Purpose) func(Act) error {
		return func(a Act) error {
			_, err := w.office.Bind(a, chat, kind, "Neighbours", place.ID, purpose, "zh")
			return err
		}
	}
	group := store.ChatSupergroup
	w.refuse(w.ann, fund.ErrNotAllowed, bind(-1, group, w.works, store.PurposeNeighbourhood))
	w.refuse(w.staff2, fund.ErrNotAllowed, bind(-1, group, w.works, store.PurposeNeighbourhood))
	w.refuse(w.officer, fund.ErrNotAllowed, bind(-1, group, w.works, store.PurposeNeighbourhood))
	w.refuse(fund.Person{}, fund.ErrNotAllowed, bind(-1, group, w.works, store.PurposeNeighbourhood))
	w.refuse(w.staff, ErrPurpose, bind(920, store.ChatPrivate, w.works, store.PurposeNeighbourhood))
	w.refuse(w.staff, ErrPurpose, bind(-1, store.ChatChannel, w.works, store.PurposeRepresentatives))
	w.refuse(w.staff, ErrPurpose, bind(-1, group, w.works, store.PurposeChannel))
	w.refuse(w.officer, ErrPurpose, bind(-1, group, w.street, store.PurposeNeighbourhood))
	w.must(w.officer, bind(-2, group, w.street, store.PurposeStaff))
	w.must(w.staff, bind(-1, group, w.works, store.PurposeNeighbourhood))

	entries := len(w.rows("SELECT 1 FROM record"))
	w.must(w.staff, bind(-1, group, w.works, store.PurposeNeighbourhood))
	if n := len(w.rows("SELECT 1 FROM record")); n != entries {
		t.Errorf("binding it the same way again added %d entries", n-entries)
	}
	w.refuse(w.staff2, fund.ErrNotAllowed, bind(-1, group, w.lake, store.PurposeNeighbourhood)) // not theirs to take
	w.must(w.admin, bind(-1, group, w.lake, store.PurposeNeighbourhood))

	unbind := func(a Act) error { return w.office.Unbind(a, -1) }
	w.refuse(w.staff, fund.ErrNotAllowed, unbind)
	w.must(w.staff2, unbind)
	w.refuse(w.staff2, store.ErrNotFound, unbind)
	if left := w.rows("SELECT id FROM chats WHERE place IS NOT NULL"); len(left) != 1 || left[0] != "-2" {
		t.Errorf("still bound: %v", left)
	}
}
