//go:build unix

package pbxtest

import (
	"os/exec"
	"syscall"
)

// ownGroup lets a program and its workers be ended together.
func ownGroup(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} }

// killGroup kills what is left of them.
func killGroup(cmd *exec.Cmd) {
	_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) // most often nobody is left
}
