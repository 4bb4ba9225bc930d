package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"huimin/fund"
	"huimin/office"
	"huimin/sandbox"
	"huimin/store"
)

// errNotAsPlayed says that the bot did not answer the city's people as the
// story needs.
var errNotAsPlayed = errors.New("the bot did not do what the story needs")

// arrive lets everybody come to the bot through its front door: a link that
// names the community or is an invitation, the privacy notice, agreement.
// Whoever invites comes before those they invite.
func (h *history) arrive(ctx context.Context) error {
	order := []fund.Role{fund.RoleAdmin, fund.RoleDistrict, fund.RoleStreet, fund.RoleStaff, fund.RoleRepresentative, fund.RoleSupervisor, ""}
	for _, role := range order {
		for _, p := range h.city.file.People {
			if p.Role != role || p.Stranger {
				continue
			}
			if err := h.join(ctx, p); err != nil {
				return fmt.Errorf("%s comes to the bot: %w", p.Key, err)
			}
		}
	}
	return nil
}

// join lets one person begin, agree, and take the role they are invited to.
func (h *history) join(ctx context.Context, p personEntry) error {
	payload := ""
	if p.Home != "" {
		payload = "c" + p.Home
	}
	if p.Role != "" && p.Role != fund.RoleAdmin {
		token, err := h.invite(ctx, p)
		if err != nil {
			return err
		}
		payload = "i" + token
	}
	u := h.city.users[p.Key]
	u.Start(payload)
	if err := h.time.said(ctx); err != nil {
		return err
	}
	presses := 1 // agree
	if strings.HasPrefix(payload, "i") {
		presses++ // accept
	}
	if p.Role == fund.RoleSupervisor {
		presses++ // no near relative is on the committee
	}
	for range presses {
		if err := h.pressFirst(ctx, u); err != nil {
			return err
		}
	}
	return h.checkJoined(ctx, p)
}

// invite makes an invitation to a person's role, by whoever gives it there.
func (h *history) invite(ctx context.Context, p personEntry) (token string, err error) {
	by := h.city.holders(fund.RoleAdmin, "LZ")[0]
	if p.Role == fund.RoleRepresentative || p.Role == fund.RoleSupervisor {
		by = h.city.holders(fund.RoleStaff, p.At)[0]
	}
	err = h.act(ctx, by, func(a office.Act) error {
		place, err := a.Tx.PlaceByCode(p.At)
		if err != nil {
			return err
		}
		token, _, err = h.parts.office.InviteTo(a, office.Invitation{Role: p.Role, Place: place.ID, Bureau: p.Bureau})
		return err
	})
	return token, err
}

// pressFirst presses the first button of the newest message with buttons in a
// person's private chat: the likely one.
func (h *history) pressFirst(ctx context.Context, u *sandbox.User) error {
	for _, m := range slices.Backward(u.Private().History()) {
		labels := m.Labels()
		if !m.FromBot() || len(labels) == 0 {
			continue
		}
		if _, err := u.Press(m, labels[0]); err != nil {
			return err
		}
		return h.time.said(ctx)
	}
	return fmt.Errorf("%w: there is nothing to press", errNotAsPlayed)
}

// checkJoined makes sure that somebody is in the books as the story needs.
func (h *history) checkJoined(ctx context.Context, p personEntry) error {
	return h.parts.db.Read(ctx, func(tx *store.Tx) error {
		person, err := h.city.person(tx, p.Key)
		if err != nil {
			return err
		}
		if p.Home != "" {
			place, err := tx.Place(person.Community)
			if err != nil || place.Code != p.Home {
				return errors.Join(err, fmt.Errorf("%w: no home in %s", errNotAsPlayed, p.Home))
			}
		}
		if p.Role == "" {
			return nil
		}
		grants, err := tx.Grants(person.ID)
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(grants, func(g fund.Grant) bool { return g.Role == p.Role }) {
			return fmt.Errorf("%w: no %s", errNotAsPlayed, p.Role)
		}
		return nil
	})
}

// bind makes the groups serve their places, and lets their owners say hello.
func (h *history) bind(ctx context.Context) error {
	bot := h.city.telegram.Bot().Username
	for i, g := range h.city.file.Groups {
		chat := h.city.groups[i]
		by := g.Members[0]
		err := h.act(ctx, by, func(a office.Act) error {
			place, err := a.Tx.PlaceByCode(g.Place)
			if err != nil {
				return err
			}
			_, err = h.parts.office.Bind(a, chat.ID(), store.ChatKind(chat.Kind()), g.Title, place.ID, g.Purpose, g.Lang)
			return err
		})
		if err != nil {
			return fmt.Errorf("bind %s: %w", g.Title, err)
		}
		if g.Hello != "" {
			owner := h.city.users[by]
			owner.Pin(owner.Say(chat, strings.ReplaceAll(g.Hello, "{bot}", bot)))
		}
	}
	return h.time.said(ctx)
}
