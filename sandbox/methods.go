package sandbox

// act carries out a method. It is called with Server.mu held, and what it
// returns is written as JSON later: it must not change any more.
type act func(c *call) (any, *refusal)

// methods are the methods of the practice world by name. getUpdates, which
// waits, is Server.getUpdates. The other methods of the Bot API are refused.
var methods = map[string]act{
	"getMe":  (*call).getMe,
	"logOut": (*call).leaveServer,
	"close":  (*call).leaveServer,

	"setWebhook":     (*call).setWebhook,
	"deleteWebhook":  (*call).deleteWebhook,
	"getWebhookInfo": (*call).getWebhookInfo,

	"sendMessage":     (*call).sendMessage,
	"sendPhoto":       (*call).sendPhoto,
	"sendDocument":    (*call).sendDocument,
	"sendMediaGroup":  (*call).sendMediaGroup,
	"sendLocation":    (*call).sendLocation,
	"sendVenue":       (*call).sendVenue,
	"sendContact":     (*call).sendContact,
	"sendPoll":        (*call).sendPoll,
	"stopPoll":        (*call).stopPoll,
	"sendChatAction":  (*call).sendChatAction,
	"forwardMessage":  (*call).forwardMessage,
	"forwardMessages": (*call).forwardMessages,
	"copyMessage":     (*call).copyMessage,
	"copyMessages":    (*call).copyMessages,

	"editMessageText":        (*call).editMessageText,
	"editMessageCaption":     (*call).editMessageCaption,
	"editMessageReplyMarkup": (*call).editMessageReplyMarkup,
	"editMessageMedia":       (*call).editMessageMedia,
	"deleteMessage":          (*call).deleteMessage,
	"deleteMessages":         (*call).deleteMessages,
	"setMessageReaction":     (*call).setMessageReaction,
	"pinChatMessage":         (*call).pinChatMessage,
	"unpinChatMessage":       (*call).unpinChatMessage,
	"unpinAllChatMessages":   (*call).unpinAllChatMessages,

	"editEphemeralMessageText":        (*call).editEphemeralText,
	"editEphemeralMessageReplyMarkup": (*call).editEphemeralMarkup,
	"deleteEphemeralMessage":          (*call).deleteEphemeral,

	"answerCallbackQuery": (*call).answerCallbackQuery,

	"getChat":               (*call).getChat,
	"getChatMember":         (*call).getChatMember,
	"getChatAdministrators": (*call).getChatAdministrators,
	"getChatMemberCount":    (*call).getChatMemberCount,
	"leaveChat":             (*call).leaveChat,
	"exportChatInviteLink":  (*call).exportChatInviteLink,
	"createChatInviteLink":  (*call).createChatInviteLink,
	"revokeChatInviteLink":  (*call).revokeChatInviteLink,

	"getFile": (*call).getFile,

	"setMyCommands":         (*call).setMyCommands,
	"getMyCommands":         (*call).getMyCommands,
	"deleteMyCommands":      (*call).deleteMyCommands,
	"setMyName":             (*call).setMyName,
	"getMyName":             (*call).getMyName,
	"setMyDescription":      (*call).setMyDescription,
	"getMyDescription":      (*call).getMyDescription,
	"setMyShortDescription": (*call).setMyShortDescription,
	"getMyShortDescription": (*call).getMyShortDescription,
	"setChatMenuButton":     (*call).setChatMenuButton,
	"getChatMenuButton":     (*call).getChatMenuButton,
}

func (c *call) getMe() (any, *refusal) {
	return wireMe{
		wireUser: c.s.bot.wire(), CanJoinGroups: true, CanReadAllGroupMessages: c.s.readsAll,
	}, nil
}

// leaveServer answers logOut and close, which matter only to those who run a
// Bot API server of their own.
func (c *call) leaveServer() (any, *refusal) { return true, nil }
