package bot

import (
	"errors"
	"slices"

	"github.com/go-telegram/bot/models"

	"huimin/fund"
	"huimin/locales"
	"huimin/office"
	"huimin/store"
)

// bindPlaceButton chooses the place that a chat is for, or with Below shows
// what lies below it. Chat is there because a channel is spoken of in private.
type bindPlaceButton struct {
	Chat  int64
	Place fund.PlaceID
	Below bool
}

// bindButton makes a chat serve a place and a purpose, in a language.
type bindButton struct {
	Chat    int64
	Place   fund.PlaceID
	Purpose store.Purpose
	Lang    string
}

// unbindButton lets a chat go, once that is sure: it asks, and letGoButton
// agrees.
type (
	unbindButton struct{ Chat int64 }
	letGoButton  struct{ Chat int64 }
)

// bindFlow is saying what a group or channel is for. Everybody in a group may
// press its buttons: each press is checked for whoever pressed.
func (c *staff) bindFlow(r *router) {
	r.command(command{
		Name: "bind", Scope: inGroups, Describe: locales.CommandBind(), Open: true,
		Run: c.beginBind,
	})
	r.command(command{
		Name: "unbind", Scope: inGroups, Describe: locales.CommandUnbind(), Open: true,
		Run: func(t *turn, _ string) error {
			if t.kept.Place == 0 {
				return t.say(screen{Text: locales.BindNotBound()})
			}
			return c.unbind(t, unbindButton{Chat: t.chat.ID})
		},
	})
	press(r, "wbp", c.choosePlace)
	press(r, "wb", c.bind)
	press(r, "wbx", c.unbind)
	press(r, "pbx", c.letGo)
	r.member(c.added)
}

// beginBind shows what the chat is for, or asks: /bind, or /bind CODE.
func (c *staff) beginBind(t *turn, code string) error {
	places, err := c.bindable(t)
	if err != nil {
		return err
	}
	if len(places) == 0 {
		return t.say(screen{Text: locales.BindDenied()})
	}
	if t.kept.Place != 0 && code == "" {
		return c.showBound(t, t.kept)
	}
	if found := matching(places, code); code != "" && len(found) == 1 {
		return c.choosePlace(t, bindPlaceButton{Chat: t.chat.ID, Place: found[0].ID})
	}
	return c.askBindPlace(t, t.chat.ID, places)
}

// bindable gives the places whose chats the person may bind.
func (c *staff) bindable(t *turn) ([]fund.Place, error) {
	if t.stranger() {
		return nil, nil
	}
	return c.where(t, fund.ActBind, fund.PlaceKinds()...)
}

// askBindPlace asks which place a chat is for: all there are when they are
// few, else the way down from the top.
func (c *staff) askBindPlace(t *turn, chat int64, places []fund.Place) error {
	if len(places) == 1 {
		return c.choosePlace(t, bindPlaceButton{Chat: chat, Place: places[0].ID})
	}
	if len(places) > maxChoices {
		return c.showBindLevel(t, chat, places[0], places)
	}
	return t.show(screen{Text: locales.BindPlace(locales.Name{}), Keys: c.bindPlaceKeys(t, chat, places, fund.Place{})})
}

// showBindLevel shows one level of the way down.
func (c *staff) showBindLevel(t *turn, chat int64, under fund.Place, among []fund.Place) error {
	_, shown, err := c.level(t, under.ID, among)
	if err != nil {
		return err
	}
	keys := c.bindPlaceKeys(t, chat, shown, under)
	if under.Parent != 0 && contains(among, under.Parent) {
		up := bindPlaceButton{Chat: chat, Place: under.Parent, Below: true}
		keys = append(keys, []key{t.key(locales.PlaceUpButton(), up)})
	}
	return t.show(screen{Text: locales.BindPlace(placeName(under)), Keys: keys})
}

// bindPlaceKeys choose a place; with top, those below it lead further down.
func (c *staff) bindPlaceKeys(t *turn, chat int64, places []fund.Place, top fund.Place) [][]key {
	var keys [][]key
	for i, p := range places {
		k := t.key(locales.BindPlaceButton(placeName(p)), bindPlaceButton{Chat: chat, Place: p.ID})
		if top.ID != 0 && p.ID != top.ID && p.Kind != fund.PlaceCommunity {
			k = t.key(locales.BindBelowButton(placeName(p)), bindPlaceButton{Chat: chat, Place: p.ID, Below: true})
		}
		if len(places) > 6 && i%2 == 1 {
			keys[len(keys)-1] = append(keys[len(keys)-1], k)
			continue
		}
		keys = append(keys, []key{k})
	}
	return keys
}

// chatOf gives the chat that a button speaks of, of which the person may
// speak: the group it hangs in, or in private a channel that they added the
// bot to.
func (c *staff) chatOf(t *turn, id int64) (store.Chat, error) {
	if id == t.chat.ID && !t.chat.private() {
		kept := t.kept
		kept.ID, kept.Kind, kept.Title = t.chat.ID, t.chat.Kind, t.chat.Title
		return kept, nil
	}
	kept, err := found(t.tx.Chat(id))
	if err != nil {
		return kept, err
	}
	if !t.chat.private() || kept.Kind != store.ChatChannel || kept.BoundBy != t.person.ID {
		return kept, refuse(locales.BindElsewhereAlert())
	}
	return kept, nil
}

// choosePlace asks what a chat is for, once its place is known.
func (c *staff) choosePlace(t *turn, b bindPlaceButton) error {
	chat, err := c.chatOf(t, b.Chat)
	if err != nil {
		return err
	}
	if b.Place == 0 {
		places, err := c.bindable(t)
		if err == nil && len(places) == 0 {
			err = refuse(locales.BindDeniedAlert())
		}
		if err != nil {
			return err
		}
		return c.askBindPlace(t, b.Chat, places)
	}
	if err := c.mayBind(t, b.Place); err != nil {
		return err
	}
	place, err := c.office.Place(t.tx, b.Place)
	if err != nil {
		return err
	}
	if b.Below {
		places, err := c.bindable(t)
		if err != nil {
			return err
		}
		return c.showBindLevel(t, b.Chat, place, places)
	}
	var keys [][]key
	to := bindButton{Chat: b.Chat, Place: b.Place, Lang: string(t.bindLang(chat))}
	for _, to.Purpose = range c.purposesFor(t, place.Kind, chat.Kind) {
		keys = append(keys, []key{t.key(purposeName(to.Purpose), to)})
	}
	if len(keys) == 1 {
		return c.bind(t, to)
	}
	return t.show(screen{Text: locales.BindPurpose(placeName(place)), Keys: keys})
}

// purposesFor lists what a chat of a kind can be for at a kind of place. Where
// residents vote, representatives have no group.
func (c *staff) purposesFor(t *turn, place fund.PlaceKind, chat store.ChatKind) []store.Purpose {
	voters := c.office.Rules(t.now).Voters
	return slices.DeleteFunc(office.Purposes(place), func(p store.Purpose) bool {
		return (p == store.PurposeChannel) != (chat == store.ChatChannel) ||
			p == store.PurposeRepresentatives && voters == fund.VotersResidents
	})
}

// bindLang is the language that a chat has, or that of whoever binds it.
func (t *turn) bindLang(chat store.Chat) locales.Lang {
	if chat.Lang != "" {
		return locales.Match(chat.Lang)
	}
	return t.personLang()
}

// mayBind words it for a chat when somebody may not bind it to a place.
func (c *staff) mayBind(t *turn, place fund.PlaceID) error {
	err := c.office.Allowed(t.act(), fund.ActBind, place)
	if errors.Is(err, fund.ErrNotAllowed) {
		return refuse(locales.BindDeniedAlert())
	}
	return err
}

func (c *staff) bind(t *turn, b bindButton) error {
	chat, err := c.chatOf(t, b.Chat)
	if err != nil {
		return err
	}
	lang := locales.Match(b.Lang)
	kept, err := c.office.Bind(t.act(), b.Chat, chat.Kind, chat.Title, b.Place, b.Purpose, string(lang))
	if errors.Is(err, fund.ErrNotAllowed) {
		return refuse(locales.BindDeniedAlert())
	}
	if err != nil {
		return err
	}
	if !t.chat.private() {
		t.lang = lang
	}
	return c.showBound(t, kept)
}

// showBound says what a chat is for, what will be posted there, in which
// language, and how to change that.
func (c *staff) showBound(t *turn, chat store.Chat) error {
	place, err := c.office.Place(t.tx, chat.Place)
	if err != nil {
		return err
	}
	var others []key
	for _, l := range locales.Languages() {
		if l == locales.Match(chat.Lang) {
			continue
		}
		b := bindButton{Chat: chat.ID, Place: chat.Place, Purpose: chat.Purpose, Lang: string(l)}
		others = append(others, t.key(locales.Text(locales.LanguageName(l)), b))
	}
	keys := [][]key{others}
	places, err := c.bindable(t)
	if err != nil {
		return err
	}
	if len(places) > 1 || len(c.purposesFor(t, place.Kind, chat.Kind)) > 1 {
		keys = append(keys, []key{t.key(locales.BindChangeButton(), bindPlaceButton{Chat: chat.ID})})
	}
	keys = append(keys, []key{t.key(locales.BindUnbindButton(), unbindButton{Chat: chat.ID})})
	keys = slices.DeleteFunc(keys, func(row []key) bool { return len(row) == 0 })
	text := locales.BindBound(placeName(place), purposeName(chat.Purpose), postsOf(chat.Purpose, place.Kind))
	return t.show(screen{Text: text, Keys: keys})
}

// unbind asks first: one press in a group may be anybody's slip.
func (c *staff) unbind(t *turn, b unbindButton) error {
	chat, err := c.chatOf(t, b.Chat)
	if err != nil {
		return err
	}
	if chat.Place == 0 {
		return t.show(screen{Text: locales.BindNotBound()})
	}
	if err := c.mayBind(t, chat.Place); err != nil {
		return err
	}
	place, err := c.office.Place(t.tx, chat.Place)
	if err != nil {
		return err
	}
	keep := bindButton{Chat: chat.ID, Place: chat.Place, Purpose: chat.Purpose, Lang: string(locales.Match(chat.Lang))}
	return t.show(screen{Text: locales.BindUnbindAsk(placeName(place)), Keys: [][]key{
		{t.key(locales.BindUnbindNoButton(), keep)},
		{t.key(locales.BindUnbindYesButton(), letGoButton{Chat: chat.ID}).styled("danger")},
	}})
}

func (c *staff) letGo(t *turn, b letGoButton) error {
	if _, err := c.chatOf(t, b.Chat); err != nil {
		return err
	}
	err := c.office.Unbind(t.act(), b.Chat)
	if errors.Is(err, fund.ErrNotAllowed) {
		return refuse(locales.BindDeniedAlert())
	}
	if err != nil {
		return err
	}
	return t.show(screen{Text: locales.BindUnbound()})
}

// added says hello in a group that the bot was added to. Whoever added it to
// a channel is asked in private which place that is for, since nobody can be
// asked in a channel.
func (c *staff) added(t *turn, m *models.ChatMemberUpdated) error {
	if t.update.MyChatMember == nil || t.chat.private() || present(m.OldChatMember) || !present(m.NewChatMember) {
		return nil
	}
	if t.kept.Place != 0 {
		return nil // back again: it goes on as before
	}
	if t.chat.Kind != store.ChatChannel {
		return t.say(screen{Text: locales.BindHello()})
	}
	places, err := c.bindable(t)
	if err != nil || len(places) == 0 {
		return err
	}
	chat := t.kept
	chat.ID, chat.Kind, chat.Title, chat.BoundBy = t.chat.ID, t.chat.Kind, t.chat.Title, t.person.ID
	if err := t.tx.SaveChat(chat); err != nil {
		return err
	}
	var top fund.Place
	if len(places) > maxChoices {
		top = places[0]
		if _, places, err = c.level(t, top.ID, places); err != nil {
			return err
		}
	}
	keys := c.bindPlaceKeys(t, chat.ID, places, top)
	return t.tell(t.user.ID, screen{Text: locales.BindChannelAdded(t.chat.Title), Keys: keys})
}

// present tells whether a member is in the chat.
func present(m models.ChatMember) bool {
	switch m.Type {
	case models.ChatMemberTypeLeft, models.ChatMemberTypeBanned:
		return false
	case models.ChatMemberTypeRestricted:
		return m.Restricted != nil && m.Restricted.IsMember
	case models.ChatMemberTypeOwner, models.ChatMemberTypeAdministrator, models.ChatMemberTypeMember:
	}
	return true
}

// purposeName says what a chat is for.
func purposeName(p store.Purpose) locales.Message {
	switch p {
	case store.PurposeNeighbourhood:
		return locales.BindNeighbourhoodButton()
	case store.PurposeRepresentatives:
		return locales.BindRepresentativesButton()
	case store.PurposeStaff:
		return locales.BindStaffButton()
	case store.PurposeChannel:
		return locales.BindChannelButton()
	}
	return locales.Message{}
}

// postsOf says what is posted in a chat.
func postsOf(p store.Purpose, k fund.PlaceKind) locales.Message {
	switch p {
	case store.PurposeNeighbourhood:
		return locales.BindPostsNeighbourhood()
	case store.PurposeRepresentatives:
		return locales.BindPostsRepresentatives()
	case store.PurposeStaff:
		if k == fund.PlaceCommunity {
			return locales.BindPostsStaff()
		}
		return locales.BindPostsRollup()
	case store.PurposeChannel:
		return locales.BindPostsChannel()
	}
	return locales.Message{}
}
