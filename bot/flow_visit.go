package bot

import (
	"strconv"
	"strings"

	"huimin/bot/dialog"
	"huimin/fund"
	"huimin/locales"
	"huimin/office"
)

// visiting is what is heard at a door. Category is the part of the catalogue
// whose items are being shown.
type visiting struct {
	Campaign fund.CampaignID  `json:"campaign"`
	Door     string           `json:"door,omitempty"`
	What     string           `json:"what,omitempty"`
	Item     fund.ItemCode    `json:"item,omitempty"`
	Category fund.Category    `json:"category,omitempty"`
	Photos   []dialog.Photo   `json:"photos,omitempty"`
	Similar  []fund.RequestID `json:"similar,omitempty"`
}

// doorButton begins what is heard at the next door; undoVisitButton takes the
// last one back.
type (
	doorButton      struct{ Campaign fund.CampaignID }
	undoVisitButton struct{ Visit int64 }
)

// visitFlow is standing at a door: the door, and what is needed there, or one
// press when nobody is in or nothing is needed; then what has been asked for
// already.
func (c *staff) visitFlow(r *router) {
	c.visit = form(r, c.visitForm())
	press(r, "nv", func(t *turn, b doorButton) error {
		if _, err := c.office.MayVisit(t.act(), b.Campaign); err != nil {
			return err
		}
		return c.visit.begin(t, visiting{Campaign: b.Campaign})
	})
	press(r, "nvu", c.undoVisit)
}

func (c *staff) visitForm() dialog.Form[*turn, visiting] {
	label := func(m locales.Message) func(visiting) locales.Message {
		return func(visiting) locales.Message { return m }
	}
	return dialog.Form[*turn, visiting]{
		Name: "visit", Title: locales.VisitTitle(),
		Steps: []dialog.Step[*turn, visiting]{
			{Key: "door", Label: label(locales.VisitDoorLabelButton()), Ask: askDoor, Take: takeDoor},
			{Key: "what", Label: label(locales.VisitWhatLabelButton()), Ask: c.askVisitWhat, Take: c.takeVisitWhat},
			{
				Key: "similar", Ask: c.askVisitSimilar, Take: c.takeVisitSimilar,
				When: func(d visiting) bool { return len(d.Similar) > 0 },
			},
			{
				Key: "photo", Label: label(locales.IntakePhotoLabelButton()), Ask: c.askVisitPhoto, Take: c.takeVisitPhoto,
				Free: true, Optional: true, Clear: func(d *visiting) { d.Photos = nil },
				Unasked: func(visiting) bool { return true },
			},
		},
		Look: c.lookAtVisit,
		Done: c.visited,
	}
}

func askDoor(*turn, visiting) (dialog.View, error) {
	return dialog.View{Text: locales.VisitAskDoor()}, nil
}

func takeDoor(_ *turn, d *visiting, a dialog.Answer) error {
	if a.Text == "" {
		return dialog.Again(locales.FormTextPlease())
	}
	door, err := fund.ReadDoor(a.Text)
	if err != nil {
		return again(err)
	}
	d.Door = door.Label
	return nil
}

// atOnce keeps a visit at which there is nothing more to ask.
func (c *staff) atOnce(t *turn, d *visiting, outcome fund.VisitOutcome) error {
	v, err := c.office.RecordVisit(t.act(), office.NewVisit{Campaign: d.Campaign, Door: d.Door, Outcome: outcome})
	if err != nil {
		return err
	}
	text := locales.VisitDoneNone(d.Door)
	if outcome == fund.VisitNobody {
		text = locales.VisitDoneNobody(d.Door)
	}
	if err := t.show(c.visitDone(t, d.Campaign, text, undoVisitButton{v.ID})); err != nil {
		return err
	}
	return dialog.ErrOver
}

// visitDone is a receipt, with the way to the next door.
func (c *staff) visitDone(t *turn, id fund.CampaignID, text locales.Message, undo undoVisitButton) screen {
	s := screen{Text: text, Keys: [][]key{{t.key(locales.CampaignNextDoorButton(), doorButton{id}).styled("primary")}}}
	if undo.Visit != 0 {
		s.Keys = append(s.Keys, []key{t.key(locales.VisitUndoButton(), undo)})
	}
	s.Keys = append(s.Keys, []key{t.key(locales.CampaignBackButton(), campaignButton{id})})
	return s
}

func (c *staff) askVisitWhat(t *turn, d visiting) (dialog.View, error) {
	if d.Category == "" {
		v := dialog.View{Text: locales.VisitAskWhat(d.Door), Choices: [][]dialog.Choice{
			{{Value: string(fund.VisitNobody), Label: locales.VisitNobodyButton()}},
			{{Value: string(fund.VisitNone), Label: locales.VisitNoneButton()}},
		}}
		for i, cat := range fund.Categories() {
			choice := dialog.Choice{Value: "c" + string(cat), Label: locales.Scope(string(cat))}
			if i%2 == 0 {
				v.Choices = append(v.Choices, []dialog.Choice{choice})
				continue
			}
			v.Choices[len(v.Choices)-1] = append(v.Choices[len(v.Choices)-1], choice)
		}
		return v, nil
	}
	v := dialog.View{Text: locales.VisitAskWhatIn(locales.Scope(string(d.Category)))}
	for _, item := range c.office.Rules(t.now).Catalogue.In(d.Category) {
		code := string(item.Code)
		v.Choices = append(v.Choices, []dialog.Choice{{Value: "i" + code, Label: locales.Scope(code)}})
	}
	v.Choices = append(v.Choices, []dialog.Choice{{Value: "u", Label: locales.AdoptKindUpButton()}})
	return v, nil
}

// takeVisitWhat keeps what is needed: in words, or as one of the catalogue's
// items, which then is the text. Where nobody is in, or nothing is needed, the
// visit is over with that.
func (c *staff) takeVisitWhat(t *turn, d *visiting, a dialog.Answer) (err error) {
	switch {
	case a.Choice == string(fund.VisitNobody), a.Choice == string(fund.VisitNone):
		return c.atOnce(t, d, fund.VisitOutcome(a.Choice))
	case a.Choice == "u":
		d.Category = ""
		return dialog.ErrStay
	case strings.HasPrefix(a.Choice, "c"):
		d.Category = fund.Category(a.Choice[1:])
		return dialog.ErrStay
	case a.Choice != "":
		d.Item, d.Category = fund.ItemCode(a.Choice[1:]), ""
		if d.What, err = c.book.Plain(t.lang, locales.Scope(a.Choice[1:])); err != nil {
			return err
		}
	case a.Text == "":
		return dialog.Again(locales.FormTextPlease())
	default:
		if err := c.office.Rules(t.now).Requests.CheckText(a.Text); err != nil {
			return again(err)
		}
		d.What, d.Item, d.Category = a.Text, c.guess(t, a.Text), ""
	}
	campaign, err := c.office.MayVisit(t.act(), d.Campaign)
	if err != nil {
		return err
	}
	list, err := c.office.Similar(t.tx, campaign.Community, d.What, similarShown)
	d.Similar = nil
	for _, r := range list {
		d.Similar = append(d.Similar, r.ID)
	}
	return err
}

func (c *staff) askVisitSimilar(t *turn, d visiting) (dialog.View, error) {
	var v dialog.View
	var lines []locales.Message
	for i, id := range d.Similar {
		r, err := c.office.Request(t.tx, id)
		if err != nil {
			return v, err
		}
		line := locales.CampaignRequestLine(r.Number, shortTitle(r), backed(r.Supporters, r.Households))
		lines = append(lines, locales.FormLine(i+1, line))
		v.Choices = append(v.Choices, []dialog.Choice{{
			Value: strconv.FormatInt(int64(id), 10), Label: locales.VisitSameButton(r.Number),
		}})
	}
	v.Text = locales.VisitSimilar(lines)
	v.Choices = append(v.Choices, []dialog.Choice{{Value: "n", Label: locales.VisitNoneOfTheseButton()}})
	return v, nil
}

// takeVisitSimilar counts the household for what has been asked for already,
// and that is all; or goes on.
func (c *staff) takeVisitSimilar(t *turn, d *visiting, a dialog.Answer) error {
	id, err := takeListed(t, c.office, d.Similar, a)
	if err != nil || id == 0 {
		return err
	}
	v, err := c.office.RecordVisit(t.act(), office.NewVisit{
		Campaign: d.Campaign, Door: d.Door, Outcome: fund.VisitSupport, Request: id,
	})
	if err != nil {
		return again(err)
	}
	r, err := c.office.Request(t.tx, id)
	if err != nil {
		return err
	}
	text := locales.VisitDoneSupport(d.Door, r.Number, backed(r.Supporters, r.Households))
	if err := t.show(c.visitDone(t, d.Campaign, text, undoVisitButton{v.ID})); err != nil {
		return err
	}
	return dialog.ErrOver
}

func (c *staff) askVisitPhoto(t *turn, _ visiting) (dialog.View, error) {
	return dialog.View{Text: locales.IntakePhoto(c.office.Rules(t.now).Requests.MaxPhotos)}, nil
}

func (c *staff) takeVisitPhoto(t *turn, d *visiting, a dialog.Answer) error {
	list, err := c.album(t, d.Photos, a)
	d.Photos = list
	return err
}

func (c *staff) lookAtVisit(_ *turn, d visiting) (dialog.View, error) {
	item := locales.Message{}
	if d.Item != "" {
		item = locales.Scope(string(d.Item))
	}
	return dialog.View{Text: locales.VisitLook(d.Door, d.What, item, len(d.Photos))}, nil
}

// visited takes a new need down. Where it is the building's, its place says so;
// the door is not published.
func (c *staff) visited(t *turn, d visiting) error {
	need := office.NewRequest{Text: d.What, Photos: photosOf(d.Photos), Item: d.Item}
	door, err := fund.ReadDoor(d.Door)
	if err == nil && door.Building != door.Key {
		need.Where, err = c.book.Plain(t.lang, locales.CampaignBuildingWhere(door.Building))
	}
	if err != nil {
		return err
	}
	v, err := c.office.RecordVisit(t.act(), office.NewVisit{Campaign: d.Campaign, Door: d.Door, Outcome: fund.VisitNeed, Need: need})
	if err != nil {
		return err
	}
	r, err := c.office.Request(t.tx, v.Request)
	if err != nil {
		return err
	}
	s := c.visitDone(t, d.Campaign, locales.VisitDoneNeed(d.Door, r.Number), undoVisitButton{})
	s.Keys = append(s.Keys, []key{t.key(locales.IntakeOpenButton(), caseButton{r.ID})})
	return t.show(s)
}

func (c *staff) undoVisit(t *turn, b undoVisitButton) error {
	v, err := c.office.UndoVisit(t.act(), b.Visit)
	if err != nil {
		return err
	}
	return t.show(c.visitDone(t, v.Campaign, locales.VisitUndone(), undoVisitButton{}))
}
