package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A new client entered on the console is in 1C after the next exchange, and is
// known by its number after the one that follows. Without leave nothing happens.
func TestLeadBecomesAClientOfOneC(t *testing.T) {
	o := openOffice(t, 20, "")
	o.sync(t)
	enter := []string{"lead", "Новый сад", "--inn", "7701234567", "--phone", "8 973 765-43-21"}
	if err := o.pultctl(t, nil, enter...); err == nil || !strings.Contains(err.Error(), "не разрешил") || !strings.Contains(err.Error(), "write = ") {
		t.Errorf("without leave it says %v", err)
	}
	settings, err := os.ReadFile(filepath.Join(o.home, "pult.toml"))
	if err != nil {
		t.Fatal(err)
	}
	o.writeFile(t, "pult.toml", strings.Replace(string(settings), `write = ["calls"]`, `write = ["calls", "clients"]`, 1))
	if err := o.pultctl(t, nil, "lead", "Новый сад", "--inn", "77"); err == nil || !strings.Contains(err.Error(), "77") {
		t.Errorf("a bad INN gives %v", err)
	}
	var entered struct{ Client string }
	if err := o.pultctl(t, &entered, enter...); err != nil || entered.Client == "" {
		t.Fatalf("entered %+v, %v", entered, err)
	}
	var facts []struct{ ID, Kind, State string }
	if err := o.pultctl(t, &facts, "outbox"); err != nil || len(facts) != 1 || facts[0].Kind != "clients" || facts[0].ID != entered.Client {
		t.Errorf("outbox %+v, %v", facts, err)
	}
	o.writeFile(t, "pult.toml", string(settings)) // leave is taken away again
	o.sync(t)
	var held []struct{ State, Trouble, Text, Cure string }
	if err := o.pultctl(t, &held, "outbox"); err != nil || len(held) != 1 || held[0].Trouble != "read_only" || !strings.Contains(held[0].Cure, "write = ") {
		t.Errorf("without leave it waits as %+v, %v", held, err)
	}
	o.writeFile(t, "pult.toml", strings.Replace(string(settings), `write = ["calls"]`, `write = ["calls", "clients"]`, 1))
	o.sync(t) // takes it there
	o.sync(t) // and reads it back
	var who struct {
		Clients []struct{ ID, Name, INN string }
	}
	if err := o.pultctl(t, &who, "lookup", "+79737654321"); err != nil || len(who.Clients) != 1 || who.Clients[0].Name != "Новый сад" {
		t.Errorf("the number is of %+v, %v", who, err)
	}
	if err := o.pultctl(t, nil, enter...); err == nil || !strings.Contains(err.Error(), "уже есть: Новый сад") {
		t.Errorf("the same once more gives %v", err)
	}
}
