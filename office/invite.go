package office

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"time"

	"huimin/fund"
	"huimin/store"
)

var (
	// ErrInviteUsed says that somebody has used the invitation.
	ErrInviteUsed = errors.New("invitation was used")
	// ErrInviteExpired says that the invitation's time is over.
	ErrInviteExpired = errors.New("invitation has expired")
	// ErrInviteVoid says that whoever made the invitation may not give that
	// role any more.
	ErrInviteVoid = errors.New("invitation is void")
)

// tokenBytes is the length of an invitation's secret: 128 bits cannot be
// guessed, and fit a deep link with room to spare.
const tokenBytes = 16

func systemRandom(b []byte) error {
	_, err := rand.Read(b)
	return err
}

// inviteEntry is what the record keeps of an invitation made.
type inviteEntry struct {
	Invite  int64        `json:"invite"`
	Role    fund.Role    `json:"role"`
	Place   fund.PlaceID `json:"place"`
	Expires int64        `json:"expires"` // Unix seconds UTC
	Bureau  fund.Bureau  `json:"bureau,omitempty"`

	Since  int64         `json:"since,omitempty"`
	Term   int64         `json:"term,omitempty"`
	Deputy int64         `json:"deputy_of,omitempty"`
	From   fund.PersonID `json:"hands_over,omitempty"`
}

// ErrBureau says that nobody in that role speaks for that bureau.
var ErrBureau = errors.New("no bureau for this role")

// Invitation is what an invitation gives: a role at a place, and for a
// district's reviewer whom they speak for. The term begins at Since, or on
// accepting, and ends at Term, or never by itself. With a Name it is for that
// person, and lasts as long as the roster's do.
type Invitation struct {
	Role   fund.Role
	Place  fund.PlaceID
	Bureau fund.Bureau
	Since  time.Time
	Term   time.Time
	Name   string
}

// Invite makes an invitation to a role at a place, for one person and a
// limited time. The token is 22 characters of A–Z, a–z, 0–9, - and _; only its
// hash is kept, so it cannot be shown again. *fund.NotAllowed; [ErrPlaceKind]
// where no such role is held.
func (o *Office) Invite(a Act, role fund.Role, place fund.PlaceID) (token string, expires time.Time, err error) {
	return o.InviteTo(a, Invitation{Role: role, Place: place})
}

// InviteTo is [Office.Invite] for all that an invitation may name: [ErrBureau]
// beside its errors.
func (o *Office) InviteTo(a Act, to Invitation) (token string, expires time.Time, err error) {
	if err := o.mayInvite(a, to.Role, to.Place); err != nil {
		return "", time.Time{}, fmt.Errorf("invite: %w", err)
	}
	if !to.Bureau.Fits(to.Role) {
		return "", time.Time{}, fmt.Errorf("invite %s: %w", to.Role, ErrBureau)
	}
	return o.invite(a, store.Invite{
		Role: to.Role, Place: to.Place, Bureau: to.Bureau, Since: to.Since, Term: to.Term, Name: to.Name,
	})
}

// invite keeps an invitation and gives its token.
func (o *Office) invite(a Act, i store.Invite) (token string, expires time.Time, err error) {
	secret := make([]byte, tokenBytes)
	if err := o.rand(secret); err != nil {
		return "", time.Time{}, fmt.Errorf("invite: %w", err)
	}
	token = base64.RawURLEncoding.EncodeToString(secret)
	rules := o.Rules(a.Now)
	i.By, i.Created, i.Expires = a.By.ID, a.Now, a.Now.Add(rules.InviteTTL)
	if i.Name != "" {
		i.Expires = a.Now.Add(rules.People.RosterTTL)
	}
	if i.ID, err = a.Tx.AddInvite(i, tokenHash(token)); err != nil {
		return "", time.Time{}, err
	}
	err = a.record("invited", inviteEntry{
		i.ID, i.Role, i.Place, i.Expires.Unix(), i.Bureau, unix(i.Since), unix(i.Term), i.Deputy, i.HandsOver,
	})
	return token, o.local(i.Expires), err
}

func tokenHash(token string) [32]byte { return sha256.Sum256([]byte(token)) }

// LookInvite gives the invitation behind a token while it can be accepted:
// [store.ErrNotFound], [ErrInviteUsed], [ErrInviteExpired], [ErrInviteVoid].
func (o *Office) LookInvite(a Act, token string) (store.Invite, error) {
	i, err := a.Tx.InviteByHash(tokenHash(token))
	if err == nil {
		err = o.valid(a, i)
	}
	if err != nil {
		return store.Invite{}, fmt.Errorf("look at invitation: %w", err)
	}
	i.Created, i.Expires, i.Since, i.Term = o.local(i.Created), o.local(i.Expires), o.local(i.Since), o.local(i.Term)
	return i, nil
}

func (o *Office) valid(a Act, i store.Invite) error {
	switch {
	case i.UsedBy != 0:
		return ErrInviteUsed
	case !a.Now.Before(i.Expires), !i.Term.IsZero() && !a.Now.Before(i.Term):
		return ErrInviteExpired
	case i.Deputy != 0:
		g, err := a.Tx.Grant(i.Deputy)
		if err == nil && !g.Active(a.Now) {
			err = ErrInviteVoid
		}
		return err
	case i.By == 0:
		return nil
	}
	by, err := a.Tx.Person(i.By)
	if err != nil {
		return err
	}
	if err := o.mayInviteAs(a, by, i.Role, i.Place); err != nil {
		return errors.Join(ErrInviteVoid, err)
	}
	return nil
}

// Acceptance is what somebody says on taking a role: their full name, which
// counts unless the invitation is for somebody by name, and for a supervisor
// that no near relative of theirs is on the residents' committee.
type Acceptance struct {
	Name       string
	NoRelative bool
}

// AcceptInvite is [Office.Accept] for all roles but a supervisor's.
func (o *Office) AcceptInvite(a Act, token, fullName string) (fund.Grant, error) {
	return o.Accept(a, token, Acceptance{Name: fullName})
}

// Accept takes the role that an invitation names, or the desk, or the place of
// whoever is absent. The name is kept as the holder's from then on, as they
// were told: who holds an office is known by name. Once for each invitation:
// [store.ErrNotFound], [ErrInviteUsed], [ErrInviteExpired], [ErrInviteVoid],
// [ErrNoConsent], [ErrAlreadyHeld], *fund.RoleConflict, fund.ErrNotDeclared, or
// *fund.LengthError for the name. Who has no community yet becomes a resident
// of the one they now serve. Whoever invited is told.
func (o *Office) Accept(a Act, token string, said Acceptance) (fund.Grant, error) {
	g, err := o.accept(a, token, said)
	if err != nil {
		return fund.Grant{}, fmt.Errorf("accept invitation: %w", err)
	}
	return g, nil
}

func (o *Office) accept(a Act, token string, said Acceptance) (fund.Grant, error) {
	p, err := a.known()
	if err != nil {
		return fund.Grant{}, err
	}
	i, err := o.LookInvite(a, token)
	if err != nil {
		return fund.Grant{}, err
	}
	name := strings.TrimSpace(said.Name)
	if i.Name != "" {
		name = i.Name
	}
	if err := checkName(name); err != nil {
		return fund.Grant{}, err
	}
	if err := fund.MayDeclare(i.Role, said.NoRelative); err != nil {
		return fund.Grant{}, err
	}
	g, err := o.take(a, i, p, said)
	if err != nil {
		return fund.Grant{}, err
	}
	if err := a.Tx.UseInvite(i.ID, p.ID, a.Now); err != nil {
		return fund.Grant{}, err
	}
	if err := o.settle(a, p, name, i); err != nil {
		return fund.Grant{}, err
	}
	if i.By == p.ID || i.HandsOver != 0 || i.Deputy != 0 { // told otherwise
		return g, nil
	}
	return g, o.tell(a, i.By, Notice{Kind: KindRoleGiven, Data: RoleNews{g.ID}, Lane: store.LaneNotice})
}

// take gives what an invitation names.
func (o *Office) take(a Act, i store.Invite, p fund.Person, said Acceptance) (fund.Grant, error) {
	if i.HandsOver != 0 {
		by, err := a.Tx.Person(i.By)
		if err != nil {
			return fund.Grant{}, err
		}
		h, err := o.holdings(Act{Tx: a.Tx, Now: a.Now, By: by, operator: i.By == 0}, i.HandsOver)
		if errors.Is(err, ErrNothingToHand) {
			err = ErrInviteVoid
		}
		if err == nil && i.HandsOver == p.ID {
			err = ErrSelf
		}
		if err != nil {
			return fund.Grant{}, err
		}
		return o.handOver(a, h, p.ID, i.ID)
	}
	g, err := o.give(a, fund.Grant{
		Person: p.ID, Role: i.Role, Place: i.Place, Bureau: i.Bureau, Since: i.Since, Term: i.Term, Deputy: i.Deputy,
		Declared: said.NoRelative && i.Role == fund.RoleSupervisor,
	}, i.By, i.ID)
	if err != nil || i.Deputy == 0 {
		return g, err
	}
	of, err := a.Tx.Grant(i.Deputy)
	if err != nil {
		return g, err
	}
	if err := o.tell(a, of.Person, Notice{Kind: KindRoleGiven, Data: RoleNews{g.ID}, Lane: store.LaneNotice}); err != nil {
		return g, err
	}
	return g, o.tellDeputy(a, of, g)
}

// settle keeps somebody's full name, and where they live if nobody knew.
func (o *Office) settle(a Act, p fund.Person, name string, i store.Invite) error {
	p.Name = name
	settles := p.Community == 0 && i.Role.At() == fund.PlaceCommunity
	if settles {
		p.Community = i.Place
	}
	if err := a.Tx.SavePerson(p); err != nil || !settles {
		return err
	}
	return a.record("community_chosen", personEntry{Person: p.ID, Community: p.Community})
}
