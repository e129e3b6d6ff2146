@echo off
cd /d "%~dp0"
ecodemo form export
pause
