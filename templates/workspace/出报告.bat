@echo off
cd /d "%~dp0"
ecodemo report
pause
