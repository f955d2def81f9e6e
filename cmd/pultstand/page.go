package main

import (
	_ "embed"
	"html/template"
	"net/http"

	"pult/sync/standin"
)

//go:embed page.html
var pageText string

var pageTemplate = template.Must(template.New("page").Parse(pageText))

// page shows the base and lets a person change it by hand.
func (c *company) page(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'")
	_ = pageTemplate.Execute(w, map[string]any{ // a browser that has gone needs no page
		"Said": r.URL.Query().Get("said"), "State": c.base.State(), "Kinds": standin.FailureKinds(), "Demo": standin.DemoClient(),
		"OneC": c.onec, "Calls": c.base.Calls(),
	})
}
