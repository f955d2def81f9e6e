package main

import (
	"context"

	"pult/app/crm"
)

// readyScript is what the manager says to those who owe.
const readyScript = `{
	"text": "Здравствуйте, звоню напомнить об оплате по отгрузке: срок уже прошёл. Подскажите, когда ждать платёж?",
	"questions": [
		{"text": "Получили ли акт сверки?", "kind": "one", "options": ["да", "нет", "не смотрели"], "must": true},
		{"text": "На какую почту прислать?", "kind": "text", "when": {"question": 0, "option": 1}}
	]
}`

// offersList has a call list wait for the manager, unless one waits since an earlier
// start.
func (p *play) offersList(ctx context.Context) error {
	var made []struct{ ID crm.ID }
	if err := p.ask(ctx, &made, "list", "show"); err != nil || len(made) > 0 {
		return err
	}
	var list struct{ In int }
	return p.ask(ctx, &list, "list", "build", "Должники", "--segment", string(crm.SegmentDebtors), "--purpose", string(crm.DebtPurpose), "--most", "40", "--script", readyScript)
}
