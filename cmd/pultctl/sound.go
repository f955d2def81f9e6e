package main

import (
	"context"
	"flag"

	"pult/app/crm"
	"pult/app/view"
	"pult/telephony/audio"
)

type soundAnswer struct {
	Inputs  []string      `json:"inputs"`
	Outputs []string      `json:"outputs"`
	Checks  []soundResult `json:"checks"`
}

type soundResult struct {
	What   string `json:"what"` // input, output, ring
	Device string `json:"device"`
	Fine   bool   `json:"fine"`
	Cure   string `json:"cure,omitempty"`
}

func soundFlags(set *flag.FlagSet, c *console) {
	set.BoolVar(&c.call, "call", false, "call our own number through the exchange and measure the sound")
}

// sound lists the names that pult.toml can choose from, and tries the chosen
// ones. It takes up to nine seconds.
func sound(ctx context.Context, c *console, _ []string) error {
	if c.call {
		return testCall(ctx, c)
	}
	var devices audio.Devices
	chosen := c.cfg.Sound
	devices.Choose(audio.Choice{Input: chosen.Input, Output: chosen.Output, Ring: chosen.Ring})
	found, err := devices.List()
	if err != nil {
		return c.explain(view.Telephone, err)
	}
	answer := soundAnswer{Inputs: deviceNames(found.Inputs), Outputs: deviceNames(found.Outputs)}
	trial := devices.Probe()
	for _, t := range []struct {
		what    string
		finding audio.Finding
	}{{"input", trial.Input}, {"output", trial.Output}, {"ring", trial.Ring}} {
		answer.Checks = append(answer.Checks, c.soundResult(t.what, t.finding))
	}
	if c.JSON {
		return c.print(answer)
	}
	for _, name := range answer.Inputs {
		c.printf("input = %q\n", name)
	}
	for _, name := range answer.Outputs {
		c.printf("output = %q\n", name)
	}
	for _, r := range answer.Checks {
		if !r.Fine {
			c.printf("%s: %s\n", r.What, r.Cure)
		}
	}
	return nil
}

func (c *console) soundResult(what string, f audio.Finding) soundResult {
	r := soundResult{What: what, Device: f.Device, Fine: f.Trouble == audio.Fine}
	if !r.Fine {
		r.Cure = c.words.SoundCure(&crm.Fault{Kind: crm.ErrNoSound, Subject: f.Device, Detail: string(f.Trouble)})
	}
	return r
}

func deviceNames(devices []audio.Device) []string {
	names := make([]string, len(devices))
	for i, d := range devices {
		names[i] = d.Name
	}
	return names
}
