@echo off
cd /d "%~dp0"
ecodemo form import %* --return
pause
