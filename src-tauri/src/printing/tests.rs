use std::cell::RefCell;
use std::collections::VecDeque;
use std::io::Read;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::time::Duration;
use std::{env, fs, process, thread};

use super::*;

/// Answers what it was told to, and remembers what it was asked.
struct Script {
    answers: RefCell<VecDeque<Result<Finished, PrintError>>>,
    asked: RefCell<Vec<Command>>,
}

impl Script {
    fn new(answers: Vec<Result<Finished, PrintError>>) -> Script {
        Script { answers: RefCell::new(answers.into()), asked: RefCell::new(Vec::new()) }
    }
}

impl RunCommand for &Script {
    fn run(&self, command: &Command) -> Result<Finished, PrintError> {
        self.asked.borrow_mut().push(command.clone());
        self.answers.borrow_mut().pop_front().expect("nothing more was expected to be run")
    }
}

fn says(output: &str) -> Result<Finished, PrintError> {
    Ok(Finished { success: true, output: output.to_owned(), message: String::new() })
}

fn fails(message: &str) -> Result<Finished, PrintError> {
    Ok(Finished { success: false, output: String::new(), message: message.to_owned() })
}

fn missing(program: &str) -> Result<Finished, PrintError> {
    Err(PrintError::NoSuchProgram { program: program.to_owned() })
}

const HALF: PaperSize = PaperSize { width: 24_100, height: 13_970 };

/// A receipt that exists, in a folder of its own that goes away again.
struct Receipt(PathBuf);

impl Receipt {
    fn new(test: &str) -> Receipt {
        let folder = env::temp_dir().join(format!("printing-{}-{test}", process::id()));
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("收据 1.pdf"), b"%PDF-1.5").unwrap();
        Receipt(folder)
    }

    fn file(&self) -> PathBuf {
        self.0.join("收据 1.pdf")
    }
}

impl Drop for Receipt {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).ok();
    }
}

#[test]
fn cups_names_its_printers_and_the_default_one() {
    let script = Script::new(vec![says("EPSON_LQ630K\nXP80\n"), says("system default destination: XP80\n")]);
    let printers = Printing::new(Platform::Unix, &script).printers().unwrap();
    let names: Vec<(&str, bool)> = printers.iter().map(|printer| (printer.name.as_str(), printer.is_default)).collect();
    assert_eq!(names, [("EPSON_LQ630K", false), ("XP80", true)]);
}

#[test]
fn windows_names_its_printers_and_the_default_one() {
    let script = Script::new(vec![says("False\t爱普生 LQ-630K\r\nTrue\tXP-80C\r\n")]);
    let printers = Printing::new(Platform::Windows, &script).printers().unwrap();
    assert_eq!(printers[0], Printer { name: "爱普生 LQ-630K".to_owned(), is_default: false });
    assert_eq!(printers[1], Printer { name: "XP-80C".to_owned(), is_default: true });
}

#[test]
fn no_printer_and_no_spooler_are_an_empty_list() {
    for answer in [says(""), fails("lpstat: No destinations added."), missing("lpstat")] {
        let script = Script::new(vec![answer]);
        assert!(Printing::new(Platform::Unix, &script).printers().unwrap().is_empty());
    }
}

#[test]
fn without_a_printer_the_file_is_opened() {
    let receipt = Receipt::new("opened");
    let script = Script::new(vec![missing("lpstat"), says("")]);
    let printed = Printing::new(Platform::Unix, &script).print_file(&receipt.file(), None, HALF).unwrap();
    assert_eq!(printed, Printed::Opened);
    let asked = script.asked.borrow();
    assert_eq!(asked[1].program, "xdg-open");
    assert_eq!(asked[1].wait, Wait::Detached);
}

#[test]
fn a_file_goes_to_the_default_printer_in_its_own_size() {
    let receipt = Receipt::new("default");
    let answers = vec![says("LQ\nXP80\n"), says("system default destination: LQ\n"), says("request id is LQ-1")];
    let script = Script::new(answers);
    let printed = Printing::new(Platform::Unix, &script).print_file(&receipt.file(), None, HALF).unwrap();
    assert_eq!(printed, Printed::Spooled { printer: "LQ".to_owned() });
    let file = receipt.file().to_string_lossy().into_owned();
    let expected = ["-d", "LQ", "-o", "media=Custom.241x139.7mm", "-o", "print-scaling=none", "--", &file];
    assert_eq!(script.asked.borrow()[2].arguments, expected);
}

#[test]
fn several_printers_without_a_default_are_no_choice() {
    let receipt = Receipt::new("several");
    let script = Script::new(vec![says("LQ\nXP80\n"), says("no system default destination\n"), says("")]);
    let printed = Printing::new(Platform::Unix, &script).print_file(&receipt.file(), None, HALF).unwrap();
    assert_eq!(printed, Printed::Opened);
}

#[test]
fn a_windows_printer_gets_the_file_without_a_character_of_its_name_in_the_script() {
    let receipt = Receipt::new("windows");
    let script = Script::new(vec![says("")]);
    let name = "前台'; Remove-Item * #";
    Printing::new(Platform::Windows, &script).print_file(&receipt.file(), Some(name), HALF).unwrap();
    let asked = script.asked.borrow();
    assert!(asked[0].arguments.iter().all(|argument| !argument.contains("Remove-Item")));
    assert!(asked[0].environment.contains(&("RECEIPT_PRINTER".to_owned(), name.to_owned())));
}

#[test]
fn a_refusal_of_the_spooler_is_told_in_its_words() {
    let receipt = Receipt::new("refused");
    let script = Script::new(vec![fails("lp: The printer or class does not exist.")]);
    let error = Printing::new(Platform::Unix, &script).print_file(&receipt.file(), Some("gone"), HALF).unwrap_err();
    assert_eq!(error.to_string(), "lp refused: lp: The printer or class does not exist.");
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let script = Script::new(vec![]);
    let printing = Printing::new(Platform::Unix, &script);
    assert!(matches!(printing.print_file(Path::new("/no/such.pdf"), None, HALF), Err(PrintError::NoSuchFile(_))));
}

#[test]
fn raw_bytes_go_to_the_queue_as_they_are() {
    let script = Script::new(vec![says("")]);
    Printing::new(Platform::Unix, &script).print_raw(&[0x1B, 0x40, 0x00, 0xFF], "XP80").unwrap();
    let asked = script.asked.borrow();
    assert_eq!(asked[0].arguments, ["-d", "XP80", "-o", "raw", "--", "-"]);
    assert_eq!(asked[0].input, [0x1B, 0x40, 0x00, 0xFF]);
}

#[test]
fn raw_bytes_on_windows_ask_for_the_network() {
    let script = Script::new(vec![]);
    let printing = Printing::new(Platform::Windows, &script);
    assert!(matches!(printing.print_raw(b"x", "XP-80C"), Err(PrintError::RawNeedsNetwork)));
}

#[test]
fn a_network_printer_receives_every_byte() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let printer = thread::spawn(move || {
        let mut received = Vec::new();
        listener.accept().unwrap().0.read_to_end(&mut received).unwrap();
        received
    });
    let slip: Vec<u8> = (0..60_000_u32).map(|index| (index % 251) as u8).collect();
    print_over_network(&address, &slip).unwrap();
    assert_eq!(printer.join().unwrap(), slip);
}

#[test]
fn a_network_printer_that_is_off_is_named() {
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
    let error = print_over_network(&closed, b"x").unwrap_err();
    assert!(matches!(&error, PrintError::Unreachable { address, .. } if *address == closed), "{error}");
}

#[cfg(unix)]
mod real_programs {
    use super::*;

    fn shell(script: &str, input: &[u8], limit: Duration) -> Result<Finished, PrintError> {
        let arguments = vec!["-c".to_owned(), script.to_owned()];
        let wait = Wait::AtMost(limit);
        let command =
            Command { program: "sh".to_owned(), arguments, input: input.to_vec(), wait, ..Command::default() };
        SystemCommands.run(&command)
    }

    #[test]
    fn a_program_gets_its_input_and_its_answer_is_read() {
        let input = vec![b'x'; 300_000];
        let finished = shell("cat; echo out of paper >&2; exit 3", &input, Duration::from_secs(20)).unwrap();
        assert!(!finished.success);
        assert_eq!(finished.output.len(), 300_000);
        assert_eq!(finished.message, "out of paper");
    }

    #[test]
    fn a_program_that_hangs_is_ended() {
        let error = shell("exec sleep 60", &[], Duration::from_millis(50)).unwrap_err();
        assert!(matches!(error, PrintError::NoAnswer { .. }), "{error}");
    }

    #[test]
    fn a_program_that_is_not_installed_is_named() {
        let command = Command { program: "no-such-spooler".to_owned(), ..Command::default() };
        let error = SystemCommands.run(&command).unwrap_err();
        assert_eq!(error.to_string(), "this system has no no-such-spooler");
    }
}
