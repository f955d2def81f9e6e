package ui

import (
	"context"
	"fmt"
	"strings"
	"time"

	"pult/app/crm"
	"pult/app/desk"
	"pult/app/phone"
)

func (d *fakeDesk) SetResult(_ context.Context, _ crm.ID, result crm.Result, reason string) error {
	return d.note("result " + string(result) + " " + reason)
}

func (d *fakeDesk) AddTask(_ context.Context, t crm.Task) (crm.Task, error) {
	return t, d.note(fmt.Sprintf("task %s %s %s", t.Due.In(moscow).Format("02.01 15:04"), t.Text, t.Client))
}

func (d *fakeDesk) FinishTask(_ context.Context, id crm.ID) error {
	return d.note("finish " + id.String())
}

func (d *fakeDesk) Postpone(_ context.Context, id crm.ID, due time.Time, _ bool, text string) error {
	return d.note("postpone " + id.String() + " " + due.In(moscow).Format("02.01 15:04") + " " + text)
}

func (d *fakeDesk) Complain(_ context.Context, client crm.Ref, open bool, _ string) error {
	return d.note(fmt.Sprintf("complaint %t %s", open, client))
}

func (d *fakeDesk) Ban(_ context.Context, client crm.Ref, on bool, why string) error {
	return d.note(fmt.Sprintf("ban %t %s %s", on, client, why))
}

func (d *fakeDesk) BanNumber(_ context.Context, n phone.Number, client crm.Ref, on bool, why string) error {
	return d.note(fmt.Sprintf("bannumber %t %s %s %s", on, n, client, why))
}

func (d *fakeDesk) Barred(context.Context, phone.Number, crm.Ref) *crm.Bar {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.bar
}

func (d *fakeDesk) LastDialled(context.Context) (crm.Call, error) {
	return crm.Call{Number: phone.Plan{}.Parse("+79990001122")}, nil
}

func (d *fakeDesk) DialAnyway(_ context.Context, n phone.Number, _ crm.Ref) (crm.ID, error) {
	return d.dialed, d.note("anyway " + n.String())
}

func (d *fakeDesk) Consent(_ context.Context, client crm.Ref, given bool, how string) error {
	return d.note(fmt.Sprintf("consent %t %s %s", given, client, how))
}

func (d *fakeDesk) MarkCaller(_ context.Context, n phone.Number, mark crm.CallerMark) error {
	return d.note(fmt.Sprintf("mark %s %q", n, mark))
}

func (d *fakeDesk) AttachCaller(_ context.Context, n phone.Number, client crm.Ref) error {
	return d.note("attach " + n.String() + " " + client.String())
}

func (d *fakeDesk) Enter(_ context.Context, n desk.Newcomer) (crm.Ref, bool, error) {
	return crm.Ref{9}, true, d.note(fmt.Sprintf("enter %s|%s|%s|%s|%s", n.Lead.Name, n.Lead.INN, n.Lead.Email, n.Number, n.Wants))
}

func (d *fakeDesk) Alike(_ context.Context, name, inn, _ string) ([]crm.LookAlike, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if name != "" && strings.HasPrefix(crm.NameKey(vector.Name), crm.NameKey(name)) {
		return []crm.LookAlike{{Client: vector.Client, Name: vector.Name, INN: "7704010001", By: crm.NamesAlike}}, nil
	}
	return nil, nil
}

func (d *fakeDesk) Day(context.Context) (crm.Day, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.day, nil
}

func (d *fakeDesk) Tray(context.Context) ([]crm.Caller, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return append([]crm.Caller(nil), d.tray...), nil
}
