package bot

import (
	"huimin/locales"
)

// languageButton chooses the language somebody reads.
type languageButton struct{ Lang string }

// languageFlow is choosing the language, by /language.
func (c *residents) languageFlow(r *router) {
	r.command(command{
		Name: "language", Scope: inPrivate, Describe: locales.CommandLanguage(), Open: true,
		Run: func(t *turn, _ string) error {
			if t.stranger() {
				return c.start(t, "") // the notice has the languages
			}
			return c.askLanguage(t)
		},
	})
	press(r, "la", c.setLanguage)
}

func (c *residents) askLanguage(t *turn) error {
	s := screen{Text: locales.LanguageAsk()}
	for _, l := range locales.Languages() {
		s.Keys = append(s.Keys, []key{t.key(locales.Text(locales.LanguageName(l)), languageButton{string(l)})})
	}
	return t.show(s)
}

func (c *residents) setLanguage(t *turn, b languageButton) error {
	lang := locales.Match(b.Lang)
	var err error
	if t.person, err = c.office.SetLanguage(t.act(), string(lang)); err != nil {
		return err
	}
	t.lang = lang
	holds, err := holdsOffice(t, c.office)
	if err != nil {
		return err
	}
	if holds {
		if err := t.setMenu(t.person, true); err != nil {
			return err
		}
	}
	if err := t.show(screen{Text: locales.LanguageSet()}); err != nil {
		return err
	}
	return c.sayHere(t)
}
