//! Qingjiang 清江: the desk in its window.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

fn main() {
    qingjiang_desk::run();
}
