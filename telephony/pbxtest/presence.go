package pbxtest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Presence tells who subscribes what the telephones are doing (RFC 4235).
func Presence(k *Kamailio) { k.presence = true }

// presenceTables are the tables that the modules want to see, although they keep
// everything in memory. Kamailio brings them along as text.
var presenceTables = []string{"version", "presentity", "active_watchers", "watchers", "pua"}

const tablesOfKamailio = "/usr/share/kamailio/dbtext/kamailio"

// writeTables gives an exchange tables of its own.
func (k *Kamailio) writeTables(tb testing.TB) {
	tb.Helper()
	if !k.presence {
		return
	}
	for _, name := range presenceTables {
		text, err := os.ReadFile(filepath.Join(tablesOfKamailio, name))
		if err != nil {
			tb.Fatalf("%v (Debian: apt-get install kamailio kamailio-presence-modules)", err)
		}
		if err := os.WriteFile(filepath.Join(k.dir, name), text, 0o600); err != nil {
			tb.Fatal(err)
		}
	}
}

// withPresence fills in what a script says of dialogs and those who watch them.
func (k *Kamailio) withPresence(script string) string {
	modules, events, refresh, follow := "", "", "", ""
	if k.presence {
		modules, events, refresh, follow = presenceModules, presenceEvents, presenceRefresh, "\tdlg_manage();"
	}
	return strings.NewReplacer("@PRESENCE@", modules, "@EVENTS@", events, "@REFRESH@", refresh, "@FOLLOW@", follow).Replace(script)
}

const presenceModules = `
loadmodule "dialog.so"
loadmodule "db_text.so"
loadmodule "presence.so"
loadmodule "presence_dialoginfo.so"
loadmodule "pua.so"
loadmodule "pua_dialoginfo.so"
modparam("presence|pua", "db_url", "text://@DIR@")
modparam("presence", "server_address", "sip:@ADDR@")
modparam("presence", "publ_cache", 2)
modparam("presence", "subs_db_mode", 0)
modparam("pua", "update_period", 0)
modparam("pua_dialoginfo", "include_callid", 1)
modparam("pua_dialoginfo", "include_tags", 1)
`

const presenceEvents = `
	if (is_method("PUBLISH|SUBSCRIBE")) {
		if (is_method("SUBSCRIBE")) { route(AUTH); }
		if (!t_newtran()) { sl_reply_error(); exit; }
		if (is_method("PUBLISH")) { handle_publish(); } else { handle_subscribe(); }
		exit;
	}`

const presenceRefresh = `
		if (is_method("SUBSCRIBE") && uri==myself) {
			if (!t_newtran()) { sl_reply_error(); exit; }
			handle_subscribe();
			exit;
		}`
