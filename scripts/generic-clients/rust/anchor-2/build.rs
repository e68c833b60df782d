fn main() -> Result<(), Box<dyn std::error::Error>> {
    shown::write()
}
