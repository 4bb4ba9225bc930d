package bot

import (
	"huimin/bot/dialog"
	"huimin/fund"
	"huimin/locales"
	"huimin/office"
	"huimin/store"
)

// residents is what the conversations of residents have in common.
type residents struct {
	office  *office.Office
	suggest opener[suggestion]
	settle  opener[settling]
	comment opener[remark]
	staffDoors
}

// staffDoors are the ways from the residents' conversations to the staff's.
type staffDoors struct {
	invited  func(t *turn, token string) error      // somebody opened an invitation
	addMoney func(t *turn, project string) error    // somebody wants to add money
	desk     func(t *turn) error                    // shows what waits for them
	look     func(t *turn, id fund.ProjectID) error // shows a project
	minutes  func(t *turn, id fund.MeetingID) error // shows a meeting's minutes
	checkIn  func(t *turn, want string) error       // somebody scanned the code of a meeting
}

// residentFlow is everything that anybody may do: begin, suggest, support,
// ask, and see or delete what is kept about them.
func residentFlow(o *office.Office, to staffDoors) flow {
	return func(r *router) {
		c := &residents{office: o, staffDoors: to}
		c.suggest = form(r, c.suggestForm())
		c.settle = form(r, c.settleForm())
		c.comment = form(r, c.commentForm())
		c.startFlow(r)
		c.requestFlow(r)
		c.neighboursFlow(r)
		c.mineFlow(r)
		c.helpFlow(r)
		c.privacyFlow(r)
		c.languageFlow(r)
		c.requestNotices(r)
	}
}

// menu is the keyboard of big words; who holds an office has the desk too.
func menu(t *turn, o *office.Office) ([][]menuKey, error) {
	holds, err := holdsOffice(t, o)
	return menuRows(holds), err
}

func menuRows(desk bool) [][]menuKey {
	rows := [][]menuKey{
		{{Label: locales.MenuSuggestButton()}, {Label: locales.MenuMineButton()}},
		{{Label: locales.MenuNeighboursButton()}, {Label: locales.MenuHelpButton()}},
	}
	if desk {
		rows = append(rows, []menuKey{{Label: locales.MenuDeskButton()}})
	}
	return rows
}

// holdsOffice tells whether the person is more than a resident somewhere.
func holdsOffice(t *turn, o *office.Office) (bool, error) {
	grants, err := o.Grants(t.tx, t.person)
	for _, g := range grants {
		if g.Role != fund.RoleResident {
			return true, err
		}
	}
	return false, err
}

// sayWithMenu says something and shows the keyboard of big words.
func sayWithMenu(t *turn, o *office.Office, text locales.Message) error {
	rows, err := menu(t, o)
	if err != nil {
		return err
	}
	return t.say(screen{Text: text, Menu: rows})
}

// placeName is what a place is called.
func placeName(p fund.Place) locales.Name { return locales.Name{ZH: p.Name, EN: p.NameEn} }

// nameOf is what the place with a number is called; nothing for none.
func nameOf(tx *store.Tx, o *office.Office, id fund.PlaceID) (locales.Name, error) {
	if id == 0 {
		return locales.Name{}, nil
	}
	p, err := o.Place(tx, id)
	return placeName(p), err
}

// holderName says who has to act next on something of a community; the zero
// Message for nobody.
func holderName(tx *store.Tx, o *office.Office, h fund.Holder, community fund.PlaceID) (locales.Message, error) {
	path, err := o.Path(tx, community)
	if err != nil {
		return locales.Message{}, err
	}
	at := func(k fund.PlaceKind) locales.Name {
		for _, p := range path {
			if p.Kind == k {
				return placeName(p)
			}
		}
		return locales.Name{}
	}
	switch h {
	case fund.HolderCommunity:
		return locales.HolderCommunity(at(fund.PlaceCommunity)), nil
	case fund.HolderRepresentatives:
		return locales.HolderRepresentatives(at(fund.PlaceCommunity)), nil
	case fund.HolderStreet:
		return locales.HolderStreet(at(fund.PlaceStreet)), nil
	case fund.HolderDistrict:
		return locales.HolderDistrict(at(fund.PlaceDistrict)), nil
	case fund.HolderNobody:
	}
	return locales.Message{}, nil
}

// photosOf is what a form collected, as the office keeps it.
func photosOf(list []dialog.Photo) []fund.Photo {
	photos := make([]fund.Photo, len(list))
	for i, p := range list {
		photos[i] = fund.Photo{FileID: p.File, UniqueID: p.Unique}
	}
	return photos
}

// files are the photos as Telegram sends them.
func files(list []fund.Photo) []string {
	ids := make([]string, min(len(list), maxPhotos))
	for i := range ids {
		ids[i] = list[i].FileID
	}
	return ids
}
