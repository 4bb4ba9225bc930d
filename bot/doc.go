// Package bot is the Telegram side: updates come in, messages go out, and in
// between conversations call the office.
//
// An update is committed to the inbox before Telegram is told that we have
// it. The pump takes what waits in the order of arrival and gives each update
// to the router inside a savepoint; session, state, record, replies and "this
// update is done" are committed together. The sender takes what was committed
// to the outbox to Telegram, most urgent first, within Telegram's limits.
// Nobody sends from a conversation, and nothing slow happens inside one.
//
// A conversation is one file, flow_….go, that holds everything about it and
// reads from the top like the conversation itself:
//
//	// voteButton is a tap on a ballot's post.
//	type voteButton struct {
//		Ballot fund.BallotID
//		Choice fund.Choice
//	}
//
//	// ballotFlow is voting: the post's buttons, and /ballots.
//	func ballotFlow(o *office.Office) flow {
//		return func(r *router) {
//			r.command(command{
//				Name: "ballots", Scope: inPrivate, Describe: locales.CommandBallots(),
//				Run: func(t *turn, args string) error { return showBallots(t, o) },
//			})
//			press(r, "v", func(t *turn, b voteButton) error { return vote(t, o, b) })
//			r.notice("ballot_post", func(v *view, data json.RawMessage) (screen, error) { … })
//		}
//	}
//
//	func vote(t *turn, o *office.Office, b voteButton) error {
//		if _, _, err := o.CastVote(t.act(), b.Ballot, b.Choice); err != nil {
//			return err // errors.go has the words; what was changed is undone
//		}
//		t.toast(locales.VoteRecorded()) // shown after the commit, never before
//		return nil
//	}
//
// and one line in flows.go. Buttons are made by t.key(label, voteButton{…});
// the struct's fields may be integers, strings and bools, in 64 bytes
// altogether. t.say sends a new message, t.show edits the message whose
// button was pressed, t.tell writes to another chat. Errors that a person
// caused are returned; refuse(words) makes one on the spot.
//
// The package knows no rules, and no SQL beyond passing on a transaction.
package bot
