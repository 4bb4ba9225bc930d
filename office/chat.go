package office

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"huimin/fund"
	"huimin/store"
)

// ErrPurpose says that a chat of this kind cannot serve that purpose, or a
// place of this kind has no such chat.
var ErrPurpose = errors.New("chat does not fit the purpose")

// bindEntry is what the record keeps of a chat bound or let go.
type bindEntry struct {
	Chat    int64         `json:"chat"`
	Place   fund.PlaceID  `json:"place"`
	Purpose store.Purpose `json:"purpose"`
}

// Purposes lists what chats of a place of this kind may be for. A
// community has groups for its neighbourhood, its representatives and its
// staff; streets, districts and the city have their staff's group, where
// roll-ups go; every place may have channels.
func Purposes(k fund.PlaceKind) []store.Purpose {
	switch k {
	case fund.PlaceCommunity:
		return []store.Purpose{
			store.PurposeNeighbourhood, store.PurposeRepresentatives, store.PurposeStaff, store.PurposeChannel,
		}
	case fund.PlaceCity, fund.PlaceDistrict, fund.PlaceStreet:
		return []store.Purpose{store.PurposeStaff, store.PurposeChannel}
	}
	return nil
}

// Bind makes a group or channel serve a place and purpose, in a language.
// Whoever binds must be allowed to at the place, and, when the chat is bound
// already, also at the place it leaves: *fund.NotAllowed, [ErrPurpose]. Binding
// it the same way again changes the language and title alone.
func (o *Office) Bind(
	a Act, chat int64, kind store.ChatKind, title string, place fund.PlaceID, purpose store.Purpose, lang string,
) (store.Chat, error) {
	c, err := a.Tx.Chat(chat)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return c, fmt.Errorf("bind: %w", err)
	}
	same := c.Place == place && c.Purpose == purpose
	if err := o.mayBind(a, c, kind, place, purpose); err != nil {
		return store.Chat{}, fmt.Errorf("bind: %w", err)
	}
	c.ID, c.Kind, c.Title, c.Lang, c.Place, c.Purpose = chat, kind, title, lang, place, purpose
	if !same {
		c.BoundBy, c.BoundAt = a.By.ID, a.Now
	}
	if err := a.Tx.SaveChat(c); err != nil {
		return c, err
	}
	if same {
		return c, nil
	}
	return c, a.record("chat_bound", bindEntry{chat, place, purpose})
}

func (o *Office) mayBind(a Act, c store.Chat, kind store.ChatKind, place fund.PlaceID, purpose store.Purpose) error {
	if err := o.allow(a, fund.ActBind, place); err != nil {
		return err
	}
	if c.Place != 0 && c.Place != place {
		if err := o.allow(a, fund.ActBind, c.Place); err != nil {
			return err
		}
	}
	p, err := a.Tx.Place(place)
	if err != nil {
		return err
	}
	if !serves(kind, purpose) || !slices.Contains(Purposes(p.Kind), purpose) {
		return fmt.Errorf("%s as %s of a %s: %w", kind, purpose, p.Kind, ErrPurpose)
	}
	return nil
}

// serves reports whether a chat of a kind can be for a purpose: channels for
// announcing, groups for the rest.
func serves(kind store.ChatKind, purpose store.Purpose) bool {
	switch kind {
	case store.ChatGroup, store.ChatSupergroup:
		return purpose != store.PurposeChannel
	case store.ChatChannel:
		return purpose == store.PurposeChannel
	case store.ChatPrivate:
		return false
	}
	return false
}

// Unbind lets a chat go: *fund.NotAllowed, [store.ErrNotFound] when it is not
// bound.
func (o *Office) Unbind(a Act, chat int64) error {
	c, err := a.Tx.Chat(chat)
	if err == nil && c.Place == 0 {
		err = store.ErrNotFound
	}
	if err == nil {
		err = o.allow(a, fund.ActBind, c.Place)
	}
	if err != nil {
		return fmt.Errorf("unbind: %w", err)
	}
	entry := bindEntry{chat, c.Place, c.Purpose}
	c.Place, c.Purpose, c.BoundBy, c.BoundAt = 0, "", 0, time.Time{}
	if err := a.Tx.SaveChat(c); err != nil {
		return err
	}
	return a.record("chat_unbound", entry)
}
