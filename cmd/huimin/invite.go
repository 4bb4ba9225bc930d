package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"huimin/fund"
	"huimin/office"
	"huimin/store"
)

// inviteCommand makes a link that gives a role to whoever opens it first. It
// works beside a running bot.
type inviteCommand struct {
	databaseSetting
	telegramSettings
	Role  string `required:"" placeholder:"ROLE" enum:"admin,district,street,staff,representative,supervisor" help:"One of ${enum}."`
	Place string `required:"" placeholder:"CODE" help:"The code of the place where the role is held."`

	Bureau string `placeholder:"BUREAU" enum:",organisation,civil,finance,audit,housing" default:"" help:"Whom a district's reviewer speaks for: organisation, civil, finance, audit or housing; leave it out for the leading group as a whole."`
}

// Run prints the link, and beside it what it gives.
func (c *inviteCommand) Run(ctx context.Context, out *outside) (err error) {
	token, err := c.token()
	if err != nil {
		return err
	}
	me, err := newTelegram(c.APIURL, token).me(ctx)
	if err != nil {
		return fmt.Errorf("ask for the bot's name: %w", err)
	}
	db, err := store.OpenBeside(ctx, c.DB)
	if err != nil {
		return mend(err)
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	var (
		role = fund.Role(c.Role)
		to   = func(p fund.PlaceID) office.Invitation {
			return office.Invitation{Role: role, Place: p, Bureau: fund.Bureau(c.Bureau)}
		}
		place   fund.Place
		secret  string
		expires time.Time
	)
	err = db.Write(ctx, func(tx *store.Tx) error {
		rules, err := keptRules(tx)
		if err != nil {
			return err
		}
		o := office.New(rules)
		if place, err = placeFor(o, tx, role, c.Place); err != nil {
			return err
		}
		secret, expires, err = o.InviteTo(office.ByOperator(tx, out.Now()), to(place.ID))
		return err
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(out.Stdout, "https://t.me/%s?start=i%s\n", me.Username, secret)
	_, err = fmt.Fprintf(out.Stderr, "for one person, who becomes %s of %s (%s); works until %s\n",
		role, place.Name, place.Code, expires.Format("2006-01-02 15:04 -07:00"))
	return err
}

// placeFor finds the place with a code where the role can be held; the error
// names the codes there are.
func placeFor(o *office.Office, tx *store.Tx, role fund.Role, code string) (fund.Place, error) {
	place, err := o.PlaceByCode(tx, code)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return place, err
	}
	if err == nil && role.Fits(place.Kind) {
		return place, nil
	}
	wrong := fmt.Sprintf("no place has the code %s", code)
	if err == nil {
		wrong = fmt.Sprintf("%s (%s) is a %s, where nobody is %s", place.Name, place.Code, place.Kind, role)
	}
	fitting, err := tx.PlacesOf(role.At())
	if err != nil {
		return place, err
	}
	if len(fitting) == 0 {
		return place, fmt.Errorf("%s: there is no %s yet; make places with huimin init", wrong, role.At())
	}
	const shown = 20
	var names []string
	for _, p := range fitting[:min(shown, len(fitting))] {
		names = append(names, p.Code+" "+p.Name)
	}
	if len(fitting) > shown {
		names = append(names, fmt.Sprintf("and %d more", len(fitting)-shown))
	}
	return place, fmt.Errorf("%s: use one of %s", wrong, strings.Join(names, ", "))
}
