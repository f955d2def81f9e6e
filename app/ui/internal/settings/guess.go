package settings

// guess fills in the servers of mail by the address, or by the provider that was
// named. What a person has typed stays.
func (v *View) guess() {
	if v.filling || v.act.Servers == nil {
		return
	}
	items := map[string]*item{}
	for _, it := range v.items[Mail] {
		items[it.key] = it
	}
	named := items[provider].list.value()
	imap, smtp := v.act.Servers(items["mail.address"].field.Text, named)
	for i, server := range []string{imap, smtp} {
		field := items[[2]string{"mail.imap", "mail.smtp"}[i]].field
		if server != "" && (field.Text == "" || field.Text == v.guessed[i] || named != "") {
			field.SetText(server)
			v.guessed[i] = server
		}
	}
}
