package mailtest

import "os/exec"

func ownGroup(*exec.Cmd) {} // Dovecot is of Unix

func killGroup(cmd *exec.Cmd) { _ = cmd.Process.Kill() }
